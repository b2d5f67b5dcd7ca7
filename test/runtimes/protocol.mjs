/**
 * What a runtime answers, as JSON: `{ cases: [{ name, ms, error? }], tokens: { [alg]: token } }`, with the
 * JWK Set `published` where the tokens' keys are its own, or `{ problem }` where it came to no cases.
 */
const MARK = 'subtle-jws report: '

/** A report as the line that carries it among whatever else a program prints. */
export function toLine(report) {
  return MARK + JSON.stringify(report)
}

/** The report in what a program printed. */
export function fromOutput(output, read) {
  const [line, other] = output.split('\n').filter((line) => line.startsWith(MARK))
  if (!line || other) throw new Error(`expected one report in its output, found ${excerpt(output)}`)
  return fromJson(line.slice(MARK.length), read)
}

/** The report in an answer of JSON alone; `read` gives what is in it, or undefined where it is none. */
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
