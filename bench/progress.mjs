/** Show on a terminal what is under way, and for how long. Returns a function that removes the line. */
export function showProgress(what) {
  const { stderr } = process
  if (!stderr.isTTY) return () => {}
  const begun = performance.now()
  const show = () => stderr.write(`\r${what} … ${Math.round((performance.now() - begun) / 1000)} s`)
  show()
  const timer = setInterval(show, 1000)
  return () => {
    clearInterval(timer)
    stderr.write(`\r${' '.repeat(what.length + 10)}\r`)
  }
}
