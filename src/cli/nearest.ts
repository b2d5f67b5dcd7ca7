/** Guesses which known word a mistyped one was meant to be. */

/** The nearest of the known words; undefined if none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase()
  // The beginning of only one word means that word.
  const begun = known.filter((name) => wanted.length > 1 && name.toLowerCase().startsWith(wanted))
  if (begun.length === 1) return begun[0]
  const most = wanted.length < 5 ? 1 : 2
  const ranked = known.map((name) => ({ name, distance: distanceOf(wanted, name.toLowerCase()) }))
  const [best] = ranked.sort((a, b) => a.distance - b.distance)
  return best && best.distance <= most ? best.name : undefined
}

/** ` (did you mean WORD?)`, or nothing. */
export function guess(word: string, known: readonly string[], prefix = ''): string {
  const name = nearest(word, known)
  return name === undefined ? '' : ` (did you mean ${prefix}${name}?)`
}

/** The edit distance: characters added, left out, replaced, or swapped with the next one. */
function distanceOf(from: string, to: string): number {
  // The end of a long text does not matter: no known word is as long.
  const letters = from.slice(0, 50)
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= letters.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const letter = letters[i - 1]
      const other = to[j - 1]
      const replaced = row[j - 1]! + (letter === other ? 0 : 1)
      const shortest = Math.min(replaced, row[j]! + 1, next[j - 1]! + 1)
      const isExchanged = i > 1 && j > 1 && letter === to[j - 2] && letters[i - 2] === other
      next.push(isExchanged ? Math.min(shortest, before[j - 2]! + 1) : shortest)
    }
    before = row
    row = next
  }
  return row[to.length]!
}
