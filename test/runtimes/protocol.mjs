/**
 * A runtime's report, as JSON: `{ cases: [{ name, ms, error? }], tokens: { [alg]: token } }`, with the JWK
 * Set `published` if the runtime made the keys, or `{ problem }` if it could not run the cases.
 */
const MARK = 'subtle-jws report: '

/** A report as a line that can be found in a program's output. */
export function toLine(report) {
  return MARK + JSON.stringify(report)
}

/** The report in a program's output. */
export function fromOutput(output, read) {
  const [line, other] = output.split('\n').filter((text) => text.startsWith(MARK))
  if (!line || other) throw new Error(`expected one report in its output, found ${excerpt(output)}`)
  return fromJson(line.slice(MARK.length), read)
}

/** The report in a JSON text; `read` gives its contents, or undefined if it is not a report. */
export function fromJson(text, read = readCases) {
  const report = Object(parse(text))
  if (report.problem) throw new Error(report.problem)
  const found = read(report)
  if (!found) throw new Error(`expected a report, found ${excerpt(text)}`)
  return found
}

function readCases({ cases, tokens = {}, published }) {
  return Array.isArray(cases) && cases.every(isCase) ? { cases, tokens, published } : undefined
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`expected a report in JSON, found ${excerpt(text)}`)
  }
}

function isCase(value) {
  const { name, ms, error = '' } = Object(value)
  return typeof name === 'string' && typeof ms === 'number' && typeof error === 'string'
}

function excerpt(text) {
  return text ? JSON.stringify(text.slice(0, 200)) : 'nothing'
}
