/** The rules for doc comments of public names, checked on TypeDoc's JSON. */

/** TypeDoc's numbers for the kinds of reflections. */
const FUNCTION = 64
const METHOD = 2048
const INDEX_SIGNATURE = 8192
const TYPE_LITERAL = 65536

/** Types of a platform's objects. The platform documents their parameters and errors. */
const PLATFORM = /^(DurableObject\w+|RedisClient)\b/

/** Error codes. Each code that is named must exist, and each that exists must be named by a @throws. */
const CODE = /\bERR_[A-Z0-9_]+/g

const UNIT = /\b(milliseconds|seconds|octets|characters|bits|entries|times|status)\b/i
const SOURCE = /\b(RFC \d+|SMART App Launch|Web Cryptography)\b/
const THROWN = /`ERR_|\b(TypeError|any error)\b|\{@link \w+\}|^never/

const textOf = (parts = []) =>
  parts.map(({ kind, text }) => (kind === 'inline-tag' ? `{@link ${text}}` : text)).join('')

/** The comment on a name; on names with a function type, TypeDoc moves it to the signature. */
const commentOf = ({ comment, type }) => comment ?? type?.declaration?.signatures?.[0].comment

const summaryOf = (reflection) => textOf(commentOf(reflection)?.summary)
const blocksOf = (reflection, tag = /./) =>
  (commentOf(reflection)?.blockTags ?? [])
    .filter((block) => tag.test(block.tag))
    .map(({ content }) => textOf(content))

/** Whether a type is a number, a union with a number, or a function that returns one. */
function isNumeric(type) {
  if (type?.type === 'reflection') return isNumeric(type.declaration.signatures?.[0].type)
  return type?.name === 'number' || Boolean(type?.types?.some(isNumeric))
}

/** The rules: the reflections that they apply to, the condition, and the fault's description. */
const RULES = [
  {
    fault: 'no description',
    about({ variant, signatures }, { owner }) {
      if (variant === 'declaration') return !signatures
      return variant === 'signature' && owner.signatures
    },
    met: summaryOf,
  },
  {
    fault: 'a number without its unit',
    about: ({ variant, type }) => variant !== 'signature' && isNumeric(type),
    met: (reflection) => UNIT.test(summaryOf(reflection)),
  },
  {
    fault: 'an option without "Default: …"',
    about: ({ variant, flags }, { options }) => options && variant === 'declaration' && flags.isOptional,
    met: (reflection) => /\bDefault: \S/.test(summaryOf(reflection)),
  },
  {
    fault: 'no @throws that says what is thrown, and no "Never throws"',
    about: (_, { called, path }) => called && !PLATFORM.test(path),
    met: (reflection) =>
      /\bnever throws\b/i.test(summaryOf(reflection)) ||
      blocksOf(reflection, /^@throws$/).some((text) => THROWN.test(text)),
  },
  {
    fault: 'no source, such as an RFC',
    about: (_, { called, owner }) => called && owner.kind === FUNCTION,
    met: (reflection) => SOURCE.test([summaryOf(reflection), ...blocksOf(reflection)].join('\n')),
  },
]

/** Every reflection in a value that can have a comment of its own, with its context. */
function* reflectionsIn(value, { path, owner, options }) {
  if (!(value instanceof Object) || value.kind === INDEX_SIGNATURE) return
  const { variant, kind, name } = value
  let inner = { path, owner, options }
  if (variant && kind !== TYPE_LITERAL) {
    const called = variant === 'signature' && [FUNCTION, METHOD].includes(owner?.kind)
    const here = variant === 'signature' || !owner ? path : [path, name].filter(Boolean).join('.')
    if (PLATFORM.test(path) && variant === 'param') return
    yield { reflection: value, path: here, owner, options, called }
    inner = {
      path: here,
      owner: value,
      options: options || variant === 'param' || /(Options|Expectations)$/.test(name),
    }
  }
  for (const part of Object.values(value)) yield* reflectionsIn(part, inner)
}

/** Judge a project of TypeDoc's JSON: gives how often a rule was met, and a line for each fault. */
export function judge(project) {
  const faults = []
  const thrown = new Set()
  const codes = new Set()
  let judged = 0
  const expect = (met, name, fault) => {
    if (met) judged++
    else faults.push(`${name}: ${fault}`)
  }
  for (const entry of project.children) {
    for (const { reflection, ...context } of reflectionsIn(entry, { path: '' })) {
      const name = `${entry.name} ${context.path}`.trim()
      for (const { fault, about, met } of RULES) {
        if (about(reflection, context)) expect(met(reflection), name, fault)
      }
      const throwing = blocksOf(reflection, /^@throws$/).join()
      for (const [code] of throwing.matchAll(CODE)) thrown.add(code)
      if (context.path === 'JoseErrorCode') {
        for (const { value } of reflection.type.types) codes.add(value)
      }
    }
  }
  for (const code of codes) expect(thrown.has(code), code, 'no @throws names it')
  for (const code of thrown) expect(codes.has(code), code, 'no JoseErrorCode')
  return { judged, faults }
}
