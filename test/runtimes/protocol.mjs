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
export function fromOutput(output) {
  const [line, other] = output.split('\n').filter((line) => line.startsWith(MARK))
  if (!line || other) throw new Error(`expected one report in its output, found ${excerpt(output)}`)
  return fromJson(line.slice(MARK.length))
}

/** The report in an answer of JSON alone. */
export function fromJson(text) {
  const { cases, tokens = {}, published, problem } = Object(parse(text))
  if (problem) throw new Error(problem)
  if (!Array.isArray(cases) || !cases.every(isCase)) throw new Error(`expected a report, found ${excerpt(text)}`)
  return { cases, tokens, published }
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
