// subtle-jws-server 0.1.0 (73 kB): the SMART server. MIT. Copyright (c) 2026 the subtle-jws authors. npm: subtle-jws
// @ts-self-types="./subtle-jws-server.d.ts"

// src/errors.ts
var JoseError = class extends Error {
  /** The message is made printable, and cut after 500 characters; `details` become members of the error. */
  constructor(code, message, details = {}) {
    super(cut(printable(message), 500), details);
    Object.assign(this, details);
    this.name = "JoseError";
    this.code = code;
  }
};
function printable(text) {
  const escaped = (character) => `\\u{${character.codePointAt(0).toString(16)}}`;
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}
function shortened(text, most) {
  return text.length > most ? `${cut(text, most - 1)}…` : text;
}
function cut(text, most) {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
}
function typeOf(value) {
  if (value === void 0) return "absent";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const isLong = ["string", "function", "symbol", "bigint"].includes(typeof value);
  return isLong ? `a ${typeof value}` : `${value}`;
}
function shown(value) {
  if (typeof value !== "string") return typeOf(value);
  const quoted = printable(JSON.stringify(cut(value, 99)));
  const isWhole = value.length < 99 && quoted.length <= 99;
  return isWhole ? quoted : `${cut(quoted, 97)}…"`;
}

// src/options.ts
function isString(value) {
  return typeof value === "string";
}
function isText(value) {
  return isString(value) && value !== "";
}
function isBetween(value, least, most = Number.MAX_VALUE) {
  return typeof value === "number" && value >= least && value <= most;
}
var STRING = ["a string", isString];
var TEXT = ["a string that is not empty", isText];
var TEXTS = [
  "a list of strings that are not empty",
  (value) => Array.isArray(value) && [...value].every(isText)
];
var TEXT_OR_TEXTS = [
  "a string that is not empty, or a list of such",
  (value) => {
    const values = Array.isArray(value) ? value : [value];
    return values.length > 0 && [...values].every(isText);
  }
];
var COUNT = /* @__PURE__ */ wholeNumber("a whole number, 0 or more", 0);
var SECONDS = ["a finite number of seconds, 0 or more", (value) => isBetween(value, 0)];
var MILLISECONDS = [
  "a number of milliseconds, 1 to 700,000,000",
  (value) => isBetween(value, 1, 7e8)
];
var BOOLEAN = ["true or false", (value) => typeof value === "boolean"];
var FUNCTION = ["a function", (value) => typeof value === "function"];
function wholeNumber(expected, least, most) {
  return [expected, (value) => Number.isSafeInteger(value) && isBetween(value, least, most)];
}
function withMethods(expected, ...methods) {
  const has = (value, method) => typeof Object(value)[method] === "function";
  return [expected, (value) => methods.every((method) => has(value, method))];
}
function tagOf(value) {
  return Object.prototype.toString.call(value).slice(8, -1);
}
function isPlain(value) {
  if (tagOf(value) !== "Object") return false;
  const parent = Object.getPrototypeOf(value);
  return parent === null || Object.getPrototypeOf(parent) === null;
}
var PLAIN_OBJECT = ["a plain object", isPlain];
function expect(met, sentence) {
  if (!met) throw new TypeError(sentence);
}
function expectKind(value, name, [expected, fits]) {
  if (!fits(value)) throw new TypeError(`${name} is ${classOf(value)}; it must be ${expected}`);
}
function isBytes(value) {
  if (ArrayBuffer.isView(value) && value instanceof Uint8Array) return true;
  return tagOf(value) === "Uint8Array";
}
function classOf(value) {
  const found = typeOf(value);
  const name = tagOf(value);
  const isNamed = found === "an object" && name !== "Object" && /^[A-Z]\w{1,20}$/.test(name);
  if (!isNamed) return found;
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}
function secondsOf(now) {
  const seconds = Math.floor(now() / 1e3);
  expect(seconds >= 0, "option now gives no time; it must give milliseconds since 1970");
  return seconds;
}
function expectBytes(value, name) {
  if (!isBytes(value)) throw new TypeError(`${name} is ${classOf(value)}; it must be a Uint8Array`);
}
function expectOptions(options, kinds, { needed = [], strict = false } = {}) {
  expectKind(options, "options", PLAIN_OBJECT);
  for (const name in options) {
    if (!Object.hasOwn(kinds, name)) {
      throw new TypeError(`option ${shown(name)} is unknown; known: ${Object.keys(kinds).join(", ")}`);
    }
    const value = options[name];
    if (value !== void 0 || strict) expectKind(value, `option ${name}`, kinds[name]);
  }
  for (const name of needed) {
    expectKind(options[name], `option ${name}`, kinds[name]);
  }
}

// src/json.ts
var UTF8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
var QUOTE = 34;
var COLON = 58;
var BACKSLASH = 92;
function parseJsonObject(bytes, what) {
  let value;
  try {
    value = JSON.parse(UTF8.decode(bytes));
  } catch {
    throw new JoseError("ERR_JSON", `${what}: it is not JSON in UTF-8`);
  }
  if (!isJsonObject(value)) throw new JoseError("ERR_JSON", `${what}: it is JSON, but not an object`);
  if (membersWritten(bytes) !== membersOf(value)) {
    throw new JoseError("ERR_JSON", `${what}: it has a member twice, which parsers read differently`);
  }
  return value;
}
function isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function inOrder(object) {
  const names = Object.keys(object).sort();
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}
function membersWritten(json) {
  let members = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const octet = json[i];
    if (octet === QUOTE) quoted = !quoted;
    else if (octet === BACKSLASH) i++;
    else if (octet === COLON && !quoted) members++;
  }
  return members;
}
function membersOf(value) {
  let members = 0;
  const values = [value];
  for (const next of values) {
    if (typeof next !== "object" || next === null) continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) members += inner.length;
    for (const member of inner) values.push(member);
  }
  return members;
}

// src/claims.ts
function claimError(claim, value, expected, code = "ERR_CLAIM") {
  return new JoseError(code, `${claim} is ${shown(value)}, and must be ${expected}`, { claim });
}
function listed(accepted) {
  return listOf(accepted).map(shown).join(" or ");
}
function listOf(value) {
  return Array.isArray(value) ? value : [value];
}
var TIME = ["a number of seconds since 1970", Number.isFinite];
function isAudience(value) {
  const isList = Array.isArray(value) && !("toJSON" in value);
  return isString(value) || isList && [...value].every(isString);
}
var AUDIENCE = ["a string or a list of strings", isAudience];
var REGISTERED = {
  iss: STRING,
  sub: STRING,
  jti: STRING,
  aud: AUDIENCE,
  exp: TIME,
  nbf: TIME,
  iat: TIME
};
function mistypedClaim(claims) {
  for (const claim in REGISTERED) {
    const value = claims[claim];
    const isWrong = value !== void 0 && !REGISTERED[claim][1](value);
    if (isWrong) return claim;
  }
  return void 0;
}
function checkTypes(claims) {
  const claim = mistypedClaim(claims);
  if (claim) throw claimError(claim, claims[claim], REGISTERED[claim][0]);
}
function checkTimes(claims, { maxAge, clockTolerance = 0 }, now) {
  const { exp, nbf, iat } = claims;
  const earliest = now - clockTolerance;
  const latest = now + clockTolerance;
  const isOver = exp !== void 0 && !(exp > earliest);
  if (isOver) throw claimError("exp", exp, `after ${Math.floor(earliest)}`, "ERR_EXPIRED");
  checkBegun("nbf", nbf, latest);
  if (maxAge === void 0) return;
  checkBegun("iat", iat, latest);
  if (iat === void 0) throw claimError("iat", iat, "there, since maxAge is set");
  const isYoung = earliest - iat <= maxAge;
  if (!isYoung) throw claimError("iat", iat, `at most ${maxAge} seconds ago`, "ERR_EXPIRED");
}
function checkBegun(claim, time, latest) {
  const isAhead = time !== void 0 && !(time <= latest);
  if (isAhead) throw claimError(claim, time, `${Math.floor(latest)} or earlier`);
}

// src/deadline.ts
var WAITING = /* @__PURE__ */ new WeakMap();
function listenTo(signal) {
  const callbacks = /* @__PURE__ */ new Set();
  const listener = () => {
    for (const callback of callbacks) callback();
  };
  signal.addEventListener("abort", listener);
  const waiting = { callbacks, listener };
  WAITING.set(signal, waiting);
  return waiting;
}
function onAbort(signal, callback) {
  const { callbacks, listener } = WAITING.get(signal) ?? listenTo(signal);
  callbacks.add(callback);
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return;
    signal.removeEventListener("abort", listener);
    WAITING.delete(signal);
  };
}
function within(timeout, promise, late, signal) {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      forget?.();
    };
    const fail = (reason) => {
      end();
      reject(reason);
    };
    const timer = setTimeout(() => fail(late()), timeout);
    const forget = signal && onAbort(signal, () => fail(signal.reason));
    if (signal?.aborted) fail(signal.reason);
    Promise.resolve(promise).then(resolve, reject).finally(end);
  });
}

// src/algorithms.ts
var RSA_PRIVATE = { d: 0, p: 0, q: 0, dp: 0, dq: 0, qi: 0 };
function rsa(alg, name) {
  const bits = alg.slice(2);
  return {
    alg,
    kty: "RSA",
    public: { n: 0, e: 0 },
    private: RSA_PRIVATE,
    name,
    hash: `SHA-${bits}`,
    saltLength: Number(bits) / 8
  };
}
function ecdsa(alg, namedCurve, octets) {
  return {
    alg,
    kty: "EC",
    namedCurve,
    public: { x: octets, y: octets },
    private: { d: octets },
    size: octets * 2,
    name: "ECDSA",
    hash: `SHA-${alg.slice(2)}`
  };
}
function ed25519(alg) {
  const namedCurve = "Ed25519";
  return {
    alg,
    kty: "OKP",
    namedCurve,
    public: { x: 32 },
    private: { d: 32 },
    size: 64,
    name: namedCurve
  };
}
function mlDsa(alg, octets, size) {
  return {
    alg,
    kty: "AKP",
    public: { pub: octets },
    private: { priv: 32 },
    size,
    name: alg
  };
}
function table() {
  return [
    rsa("RS256", "RSASSA-PKCS1-v1_5"),
    rsa("RS384", "RSASSA-PKCS1-v1_5"),
    rsa("RS512", "RSASSA-PKCS1-v1_5"),
    rsa("PS256", "RSA-PSS"),
    rsa("PS384", "RSA-PSS"),
    rsa("PS512", "RSA-PSS"),
    ecdsa("ES256", "P-256", 32),
    ecdsa("ES384", "P-384", 48),
    ecdsa("ES512", "P-521", 66),
    ed25519("Ed25519"),
    // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
    ed25519("EdDSA"),
    mlDsa("ML-DSA-44", 1312, 2420),
    mlDsa("ML-DSA-65", 1952, 3309),
    mlDsa("ML-DSA-87", 2592, 4627)
  ];
}
var ALGORITHMS = /* @__PURE__ */ table();
function algorithmOf(alg, what = "alg") {
  const row = ALGORITHMS.find((candidate) => candidate.alg === alg);
  if (!row) throw new JoseError("ERR_ALG", `${what} ${shown(alg)} is none of ${namesOf(ALGORITHMS)}`);
  return row;
}
function namesOf(rows) {
  return rows.map(({ alg }) => alg).join(", ");
}

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF82 = /* @__PURE__ */ new TextEncoder();
var DECODER = /* @__PURE__ */ new TextDecoder();
var ENCODE = /* @__PURE__ */ UTF82.encode(ALPHABET);
var DECODE = /* @__PURE__ */ Int8Array.from({ length: 256 }, (_, code) => ENCODE.indexOf(code));
var ROOM = /* @__PURE__ */ new Uint8Array(4096);
function writeGroup(group, target, at) {
  target[at] = ENCODE[group >> 18];
  target[at + 1] = ENCODE[group >> 12 & 63];
  target[at + 2] = ENCODE[group >> 6 & 63];
  target[at + 3] = ENCODE[group & 63];
}
function write(bytes, target, start) {
  const { length } = bytes;
  const left = length % 3;
  const whole = length - left;
  let at = start;
  for (let i = 0; i < whole; i += 3) {
    const high = bytes[i] << 16 | bytes[i + 1] << 8;
    writeGroup(high | bytes[i + 2], target, at);
    at += 4;
  }
  if (left === 0) return;
  const rest = bytes[whole] << 16 | bytes[whole + 1] << 8;
  for (let i = 0; i <= left; i++) {
    const sextet = rest >> 18 - 6 * i & 63;
    target[at + i] = ENCODE[sextet];
  }
}
function lengthOf({ length }) {
  return Math.ceil(length * 4 / 3);
}
var BASE64URL = { alphabet: "base64url", omitPadding: true };
function base64urlOf(bytes) {
  if (bytes.toBase64) return bytes.toBase64(BASE64URL);
  const needed = lengthOf(bytes);
  const text = needed > ROOM.length ? new Uint8Array(needed) : ROOM;
  write(bytes, text, 0);
  return DECODER.decode(text.subarray(0, needed));
}
function encodeBase64url(bytes) {
  expectBytes(bytes, "bytes");
  return base64urlOf(bytes);
}
function readBase64url(text) {
  const { length } = text;
  const bytes = text.slice(0, length * 3 / 4);
  let seen = 0;
  let group = 0;
  let at = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    const first = DECODE[text[i]] << 18;
    const second = DECODE[text[i + 1]] << 12;
    const third = DECODE[text[i + 2]] << 6;
    group = first | second | third | DECODE[text[i + 3]];
    seen |= group;
    bytes[at] = group >> 16;
    bytes[at + 1] = group >> 8;
    bytes[at + 2] = group;
    at += 3;
  }
  let bits = 0;
  for (; i < length; i++) {
    const sextet = DECODE[text[i]];
    seen |= sextet;
    group = group << 6 | sextet;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = group >> bits;
    }
  }
  const spare = group & (1 << bits) - 1;
  return seen < 0 || bits === 6 || spare !== 0 ? void 0 : bytes;
}
var SPARE_FAULT = "is cut off, or has spare bits";
function strangerFault(character) {
  return `has ${shown(character)}, which is not base64url without padding`;
}
function base64urlFault(text) {
  const stranger = /[^\w-]/.exec(text);
  return stranger ? strangerFault(stranger[0]) : SPARE_FAULT;
}
function decodePart(text, what) {
  const bytes = readBase64url(text);
  if (bytes) return bytes;
  throw new JoseError("ERR_BASE64URL", `${what} ${base64urlFault(DECODER.decode(text))}`);
}
function decodeBase64url(text, what = "text") {
  expectKind(text, what, STRING);
  return decodePart(UTF82.encode(text), what);
}

// src/jws.ts
function memberFault(header) {
  for (const member of ["alg", "kid", "typ"]) {
    const value = header[member];
    const isLeftOut = value === void 0 && member !== "alg";
    if (!isString(value) && !isLeftOut) return `its ${member} is ${shown(value)}, not a string`;
  }
  return void 0;
}
function hasMember(header, name) {
  return isString(name) && Object.hasOwn(header, name) && header[name] !== void 0;
}
var STANDARD_MEMBERS = /^(alg|jku|jwk|kid|x5[uc]|x5t(#S256)?|typ|cty|crit)$/;
function critFault(header) {
  const { crit, b64 = true } = header;
  if (b64 !== true) return `its b64 is ${shown(b64)}, not true`;
  if (crit === void 0) return void 0;
  if (!Array.isArray(crit)) return `its crit is ${shown(crit)}, not a list of names`;
  if (crit.length === 0) return "its crit is an empty list";
  if (new Set(crit).size < crit.length) return "its crit lists a name twice";
  const standard = crit.find((name) => isString(name) && STANDARD_MEMBERS.test(name));
  if (standard) return `its crit lists ${standard}, which is not an extension`;
  const missing = crit.findIndex((name) => !hasMember(header, name));
  return missing < 0 ? void 0 : `its crit lists ${shown(crit[missing])}, which it does not have`;
}
var DOT = 46;
function parseJws(jws, { maxLength = 65536 } = {}) {
  expectKind(jws, "JWS", STRING);
  if (!(jws.length <= maxLength)) {
    throw new JoseError("ERR_JWS_FORM", `the JWS has ${jws.length} characters, more than ${maxLength}`);
  }
  const octets = UTF82.encode(jws);
  const first = octets.indexOf(DOT);
  const last = octets.lastIndexOf(DOT);
  const threeParts = first < last && octets.indexOf(DOT, first + 1) === last;
  if (!threeParts)
    throw new JoseError("ERR_JWS_FORM", "a compact JWS has three parts with a dot between them");
  const encodedHeader = decodePart(octets.subarray(0, first), "JOSE Header");
  const header = parseJsonObject(encodedHeader, "JOSE Header");
  const payload = decodePart(octets.subarray(first + 1, last), "JWS Payload");
  const signature = decodePart(octets.subarray(last + 1), "JWS Signature");
  const fault = memberFault(header);
  if (fault) throw new JoseError("ERR_JWS_FORM", `JOSE Header: ${fault}`);
  const signingInput = octets.subarray(0, last);
  return { header, payload, signature, signingInput };
}
function checkHeader(header, { algorithms, crit = [] }) {
  const fault = critFault(header);
  if (fault) throw new JoseError("ERR_CRIT", `JOSE Header: ${fault}`);
  const stranger = header.crit?.find((name) => !crit.includes(name));
  if (stranger !== void 0) {
    throw new JoseError(
      "ERR_CRIT",
      `JOSE Header: its crit lists ${shown(stranger)}, which is not understood here`
    );
  }
  const { alg } = algorithmOf(header.alg);
  if (algorithms && !algorithms.includes(alg)) {
    throw new JoseError("ERR_ALG", `the token's alg is ${alg}; accepted: ${algorithms.join(", ") || "none"}`);
  }
}
async function checkSignature(jws, verifier) {
  const { header, signature, signingInput } = jws;
  const { alg, size = signature.length } = algorithmOf(header.alg);
  const own = algorithmOf(verifier.alg, "the Verifier's alg").alg;
  if (own !== alg) throw new JoseError("ERR_ALG", `the token's alg is ${alg}, and the key is for ${own}`);
  let good;
  try {
    good = signature.length === size && await verifier.verify(signature, signingInput);
  } catch (cause) {
    if (cause instanceof JoseError) throw cause;
    throw new JoseError("ERR_CRYPTO", "the verifier failed; see cause", { cause });
  }
  if (good !== true)
    throw new JoseError("ERR_SIGNATURE", "the signature is not that of the key over this token");
}

// src/jwk.ts
var IDENTITY = ["kid", "crv", "n", "e", "x", "y", "pub"];
function nameOf({ kid }) {
  return isString(kid) ? `key ${shown(kid)}` : "key";
}
function jwkError(jwk, fault) {
  return new JoseError("ERR_JWK", `${nameOf(jwk)}: ${fault}`);
}
function isJwkSet(key) {
  const { kty, keys } = key;
  return kty === void 0 && Array.isArray(keys);
}
function isKey(value) {
  const { kty, keys } = Object(value);
  const hasKeys = keys !== void 0 && typeof keys !== "function";
  return isJsonObject(value) && (kty !== void 0 || hasKeys);
}
function kindOfNoKey(value) {
  const found = classOf(value);
  return found === "an object" ? "an object without kty" : found;
}
var VERIFYING_CALLS = "PEM text: publicJwkFromPem, CryptoKey: importVerifier, CryptoKeyPair: its publicKey, URL: createRemoteJwks";
function keyTypeError(value, wanted, calls, found = kindOfNoKey(value)) {
  const others = "JSON text: JSON.parse, base64: decode it, KeyObject: export({ format: 'jwk' }), DER: as PEM, promise: await it";
  return new TypeError(`key is ${found}; it must be ${wanted} (${calls}, ${others})`);
}
function expectJwkSet(jwks, calls) {
  const { kty, keys } = Object(jwks);
  const isOther = !isKey(jwks) || kty !== void 0;
  if (isOther)
    throw keyTypeError(jwks, "a JWK Set, such as { keys: [jwk] }", calls, isKey(jwks) ? "a JWK" : void 0);
  if (!Array.isArray(keys))
    throw new JoseError("ERR_JWK", `JWK Set: its keys is ${typeOf(keys)}; it must be a list of JWKs`);
}
function membersOf2(half) {
  const members = ALGORITHMS.flatMap((row) => Object.keys(row[half]));
  return [...new Set(members)];
}
function algorithmsOfShape({ kty, crv }) {
  const fits = (row) => row.kty === kty && (row.namedCurve ?? crv) === crv;
  return ALGORITHMS.filter(fits);
}
function algorithmsOfJwk(jwk) {
  const { alg } = jwk;
  const isNamed = alg !== void 0 && alg !== null;
  const rows = algorithmsOfShape(jwk);
  return isNamed || jwk.kty === "AKP" ? rows.filter((row) => row.alg === alg) : rows;
}
function namedBy(rows, alg) {
  return alg === void 0 ? rows : rows.filter((row) => row.alg === alg);
}
function shapeFault(jwk) {
  const { kty, crv, alg } = jwk;
  const fitting = namesOf(algorithmsOfShape(jwk));
  const other = fitting && `; kty and crv fit ${fitting}`;
  return `no algorithm has kty ${shown(kty)}, crv ${shown(crv)}, alg ${shown(alg)}${other}`;
}
function useFault(jwk, use) {
  const purpose = jwk.use ?? "sig";
  const operations = jwk.key_ops ?? [];
  const isPrivate = jwk.d ?? jwk.priv;
  if (purpose !== "sig") return `its use is ${shown(purpose)}, not "sig"`;
  const isList = Array.isArray(operations) && new Set(operations).size === operations.length;
  const listed2 = isPrivate ? [use, "sign"] : [use];
  const isListed = (name) => operations.length === 0 || operations.includes(name);
  const allows = isList && listed2.some(isListed);
  if (!allows) return `its key_ops must list "${use}", and each once`;
  if (use === "sign" && !isPrivate) return "it is public, and signing takes a private key";
  return void 0;
}
function keysFault({ keys }) {
  if (keys === void 0 || keys === null) return void 0;
  return `its keys is ${typeOf(keys)}; a JWK has none, and a JWK Set has a list and no kty`;
}
function algorithmOrFault(jwk, { use, alg }) {
  if (!isJsonObject(jwk)) return `it is ${typeOf(jwk)}, not a JWK`;
  const { d: secret } = jwk;
  const mixed = keysFault(jwk);
  if (mixed) return mixed;
  if (secret === false) return "it was published with its private half; replace it";
  const own = jwk.kid ?? void 0;
  if (own !== void 0 && !isString(own)) return `its kid is ${shown(own)}, not a string`;
  const rows = algorithmsOfJwk(jwk);
  if (rows.length === 0) return shapeFault(jwk);
  const [row, other] = namedBy(rows, alg);
  if (!row) return `it is for ${namesOf(rows)}, not for ${shown(alg)}`;
  if (other) return `it has no alg; name one of ${namesOf(rows)} (in the key or the options)`;
  return useFault(jwk, use) ?? row;
}
function algorithmFor(jwk, criteria) {
  const found = algorithmOrFault(jwk, criteria);
  if (isString(found)) throw jwkError(Object(jwk), found);
  return found;
}
var IN_THE_SET = () => "in the set";
function fittingJwks({ keys }, criteria, where = IN_THE_SET) {
  const { kid } = criteria;
  const named = keys.filter((key) => kid === void 0 || key?.kid === kid);
  if (keys.length > 0 && named.length === 0) {
    const kids = keys.map((key) => shown(key?.kid));
    const sentence = `no key with kid ${shown(kid)} ${where()}; it has ${firstOf(kids, 100)}`;
    throw new JoseError("ERR_KEY_NOT_FOUND", sentence);
  }
  const fitting = /* @__PURE__ */ new Map();
  const faults = [];
  for (const key of named) {
    const found = algorithmOrFault(key, criteria);
    if (isString(found)) {
      faults.push(`${nameOf(Object(key))}: ${found}`);
      continue;
    }
    const identity = identityOf(key, found);
    if (key.alg || !fitting.has(identity)) fitting.set(identity, key);
  }
  if (fitting.size === 0) {
    const why = firstOf(faults, 240) || "it has none";
    throw new JoseError("ERR_KEY_NOT_FOUND", `no key ${where()} fits: ${why}`);
  }
  return [...fitting.values()];
}
function firstOf([first = "", ...others], longest) {
  let list = first;
  for (const [index, text] of others.entries()) {
    const longer = `${list}; ${text}`;
    if (longer.length > longest) return `${list} and ${others.length - index} more`;
    list = longer;
  }
  return list;
}
function identityOf(jwk, { alg }) {
  const values = IDENTITY.map((member) => jwk[member]);
  const texts = values.map((value) => isString(value) && value);
  return JSON.stringify([alg, ...texts]);
}

// src/bare-key.ts
var MOST_OCTETS = 1024;
function bareKey(jwk, row, members, judge) {
  const found = bareKeyOrFault(jwk, row, members, judge);
  if (isString(found)) throw jwkError(jwk, found);
  return found;
}
function bareKeyOrFault(jwk, shape, members, judge) {
  const { kty, namedCurve } = shape;
  const row = shape;
  const bare = { kty };
  if (namedCurve) bare.crv = namedCurve;
  if (kty === "AKP") bare.alg = row.alg;
  const numbers = {};
  for (const [member, length] of Object.entries(members)) {
    const text = jwk[member];
    const found = isString(text) ? numberOrFault(text, length) : `is ${typeOf(text)}, not a string`;
    const isCrt = kty === "RSA" && member in row.private;
    const remedy = isCrt && !text ? ": p, q, dp, dq and qi belong beside d (PyJWT computes them)" : "";
    if (isString(found)) return `its ${member} ${found}${remedy}`;
    bare[member] = text;
    numbers[member] = found;
  }
  return modulusFault(jwk, numbers) ?? judge(numbers, shape) ?? bare;
}
function numberOrFault(text, fixed) {
  const octets = text.length * 6 >> 3;
  if (fixed ? octets !== fixed : octets > MOST_OCTETS)
    return `has ${octets} octets, ${fixed ? `not ${fixed}` : `more than ${MOST_OCTETS}`}`;
  let number = 0n;
  for (let at = 0; at < text.length; at += 8) {
    const end = Math.min(at + 8, text.length);
    let group = 0;
    for (let i = at; i < end; i++) {
      const sextet = ALPHABET.indexOf(text[i]);
      if (sextet < 0) return strangerFault(text[i]);
      group = group * 64 + sextet;
    }
    number = number << BigInt((end - at) * 6) | BigInt(group);
  }
  const spare = BigInt(text.length * 6 % 8);
  const value = number >> spare;
  if (value << spare !== number || spare === 6n) return SPARE_FAULT;
  const isMinimal = value >> BigInt(octets * 8 - 8) > 0n;
  if (fixed || isMinimal) return value;
  return text ? "begins with a zero octet" : "is empty";
}
function bitsOf(number) {
  return number.toString(2).length;
}
function modulusFault({ kty, oth }, { n, e }) {
  if (kty !== "RSA") return void 0;
  if ((oth ?? void 0) !== void 0) return "its oth is not supported";
  const bits = bitsOf(n);
  if (bits < 2048) return `its n has ${bits} bits, not 2048 or more`;
  const isOdd = e % 2n === 1n;
  const isExponent = isOdd && e > 1n && bitsOf(e) <= 32;
  return isExponent ? void 0 : "its e is not an odd number of 2 to 32 bits";
}
function pointFault({ x }, { namedCurve }) {
  const isFaulty = namedCurve === "Ed25519" && !isSoundPoint(x);
  return isFaulty ? "its x is of low order, or not canonical" : void 0;
}
function isSoundPoint(octets) {
  const p = 2n ** 255n - 19n;
  let y = 0n;
  for (let i = 0n; i < 256n; i += 8n) {
    const octet = octets >> i & 255n;
    y = y << 8n | octet;
  }
  y %= 2n ** 255n;
  const square = y * y;
  const ofOrder8 = 121665n * square * square - 243332n * square + 121666n;
  const isOfLowOrder = y * (square - 1n) * ofOrder8 % p === 0n;
  return y < p && !isOfLowOrder;
}

// src/webcrypto.ts
var chosen;
function subtleCrypto() {
  const subtle = chosen ?? globalThis.crypto?.subtle;
  if (!subtle) {
    throw new JoseError("ERR_CRYPTO", "no crypto.subtle here; it takes https, Node 20 or setSubtleCrypto");
  }
  return subtle;
}
function cryptoError({ name }, alg) {
  const code = name === "NotSupportedError" ? "ERR_CRYPTO" : "ERR_JWK";
  return new JoseError(code, `WebCrypto here refuses this ${alg} key (${name})`);
}

// src/keys.ts
var IMPORTS = /* @__PURE__ */ new WeakMap();
function importOnce(jwk, criteria, load) {
  const imports = IMPORTS.get(jwk) ?? /* @__PURE__ */ new Map();
  IMPORTS.set(jwk, imports);
  const name = `${criteria.use} ${criteria.alg}`;
  const known = imports.get(name);
  if (known) return known;
  const imported = load(jwk, criteria);
  imports.set(name, imported);
  imported.catch(() => imports.delete(name));
  return imported;
}
function importPublicJwk(jwk, alg) {
  return importOnce(jwk, { use: "verify", alg }, async (key, criteria) => {
    const row = algorithmFor(key, criteria);
    const bare = bareKey(key, row, row.public, pointFault);
    return importBare(bare, row, criteria.use, key.kid);
  });
}
async function importBare(bare, row, use, kid) {
  const subtle = subtleCrypto();
  try {
    const key = await subtle.importKey("jwk", bare, row, false, [use]);
    return bind(key, row, kid ?? void 0);
  } catch (error) {
    throw cryptoError(error, row.alg);
  }
}
function bind(key, row, kid) {
  const subtle = subtleCrypto();
  const { alg } = row;
  const octets = row.size ?? Math.ceil(key.algorithm.modulusLength / 8);
  function fail(cause) {
    throw new JoseError("ERR_CRYPTO", `WebCrypto here fails with ${alg} signatures of ${octets} octets`, {
      cause
    });
  }
  async function sign(signingInput) {
    try {
      return new Uint8Array(await subtle.sign(row, key, signingInput));
    } catch (cause) {
      fail(cause);
    }
  }
  async function verify(signature, signingInput) {
    if (signature.length !== octets) return false;
    return subtle.verify(row, key, signature, signingInput).catch(fail);
  }
  const named = kid === void 0 ? { alg } : { alg, kid };
  const method = key.type === "private" ? { sign } : { verify };
  return Object.freeze({ ...named, ...method });
}

// src/key-set.ts
function verifierOfJwk(jwk, { alg }, { algorithms = [] }) {
  const isAccepted = (jwk.alg ?? void 0) === void 0 && algorithms.includes(alg);
  return importPublicJwk(jwk, isAccepted ? alg : void 0);
}
var MOST_KEYS = 4;
async function verifierOfSet(jwks, header, options, where = IN_THE_SET) {
  const { alg, kid } = header;
  const fitting = fittingJwks(jwks, { use: "verify", alg, kid }, where);
  options.judge?.(jwks, fitting, where);
  if (fitting.length > MOST_KEYS) {
    const names = firstOf(fitting.map(nameOf), 240);
    throw new JoseError("ERR_KEY_AMBIGUOUS", `${fitting.length} keys fit, more than ${MOST_KEYS}: ${names}`);
  }
  const imports = fitting.map((jwk) => verifierOfJwk(jwk, header, options));
  if (imports.length === 1) return imports[0];
  const outcomes = await Promise.allSettled(imports);
  const verifiers = outcomes.flatMap((outcome) => "value" in outcome ? outcome.value : []);
  if (verifiers.length === 0) return imports[0];
  async function verify(signature, signingInput) {
    for (const verifier of verifiers) {
      if (await verifier.verify(signature, signingInput)) return true;
    }
    return false;
  }
  return { alg: verifiers[0].alg, verify };
}

// src/jwt.ts
function checkType({ typ }, { typ: expected }) {
  if (expected === void 0) return;
  const accepted = listOf(expected).map(mediaType);
  const isAccepted = typ !== void 0 && accepted.includes(mediaType(typ));
  if (!isAccepted) throw claimError("typ", typ, listed(expected));
}
function mediaType(typ) {
  const type = typ.toLowerCase();
  return type.includes("/") ? type : `application/${type}`;
}
var CLAIMS_SET = "JWT Claims Set";

// src/http.ts
var LONGEST_URL = 2048;
var LONGEST_BODY = 262144;
var LONGEST_DESCRIPTION = 300;
var LOOPBACK = /^(localhost|\[::1\]|127(\.\d+){3})$/;
function isSecure(url, rules = {}) {
  if (!isString(url) || url.length > LONGEST_URL) return false;
  if (!URL.canParse(url)) return false;
  const { allowInsecureRequests = false, loopback = true } = rules;
  const { protocol, hostname, username, password } = new URL(url);
  if (username || password) return false;
  if (protocol === "http:") return allowInsecureRequests || loopback && LOOPBACK.test(hostname);
  return protocol === "https:";
}
function secureUrl(url, option, rules = {}) {
  const address = url instanceof URL ? url.href : url;
  if (isSecure(address, rules)) return new URL(address);
  throw new TypeError(
    `option ${option} is ${shownUrl(address)}; it must be an https URL (http: on this machine, or with allowInsecureRequests), without a password, in ${LONGEST_URL} characters`
  );
}
function shownUrl(url) {
  if (!isString(url)) return shown(url);
  if (url.length > LONGEST_URL) return `a text of ${url.length} characters`;
  if (!URL.canParse(url)) return "no URL";
  return shown(publicPartOf(new URL(url)));
}
function publicPartOf({ href }) {
  const address = href.replace(/[?#].*/, "").replace(/(:\/\/)[^/]*@/, "$1");
  return shortened(address, 200);
}
function httpError(url, sentence, details = {}) {
  const code = details.error ? "ERR_OAUTH" : "ERR_HTTP";
  return new JoseError(code, `${publicPartOf(url)}: ${sentence}`, details);
}
function answerError(answer, found, remedy = "", error) {
  const { status, headers } = answer.response;
  const description = descriptionIn(answer);
  const retryAfter = retryAfterOf(headers);
  const again = `try again ${retryAfter ? `in ${retryAfter} s` : "later"}`;
  const helps = isBusy(status) ? again : remedy;
  return httpError(answer.url, helps ? `${found}; ${helps}` : found, {
    status,
    ...error && { error },
    ...description && { description },
    ...retryAfter !== void 0 && { retryAfter }
  });
}
function descriptionIn({ response, text, json = {} }) {
  const { error, error_description: description } = json;
  const isSaid = error && isString(error) && Object.keys(json).length === 1;
  const isPrivate = response.ok && /token|eyJ|"kty"|\0/i.test(text);
  const words = text || (response.headers.get("www-authenticate") ?? "");
  const body = isSaid || isPrivate ? "" : words;
  const said = isString(description) && description ? description : body;
  const plain = said.replace(/eyJ[\w.-]+/g, "eyJ…").replace(/\s+/g, " ");
  return shortened(printable(plain.trim()), LONGEST_DESCRIPTION);
}
function retryAfterOf(headers) {
  const value = headers.get("retry-after") ?? "";
  const sent = Date.parse(headers.get("date") ?? "") || Date.now();
  const [count] = /^[\d.]+(e\d+)?(?![\d.-])/i.exec(value) ?? [];
  const difference = (Date.parse(value) - sent) / 1e3;
  const seconds = count ? Number(count) : difference;
  if (Number.isNaN(seconds)) return void 0;
  const whole = Math.max(Math.ceil(seconds), 0);
  return Math.min(whole, 31536e3);
}
async function readBody({ body }, url) {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = "";
  let length = 0;
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > LONGEST_BODY) throw httpError(url, `the answer has more than ${LONGEST_BODY} octets`);
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
function objectIn(text) {
  try {
    const json = JSON.parse(text);
    return isJsonObject(json) ? { json } : {};
  } catch {
    return {};
  }
}
function redirectTarget(url, { status, headers }) {
  const location = headers.get("location");
  if (status < 300 || status > 399 || !location) return void 0;
  return URL.canParse(location, url.href) ? new URL(location, url) : void 0;
}
var SAID = /dns error|refused|certificate|corrupt message|timed? ?out|closed|reading a body|lost|HTTP\/1\.1 protocol/i;
function failureOf(failure) {
  let error = Object(failure);
  for (let depth = 0; depth < 4; depth++) {
    const { cause, errors } = error;
    error = Object(cause ?? errors?.[0] ?? error);
  }
  const { code, message } = error;
  const [said] = SAID.exec(isString(message) ? message : "") ?? [];
  const reason = isString(code) ? code : said;
  return `the request failed${reason ? `: ${shortened(reason, 99)}` : ""}`;
}
async function request(url, init, options, redirects = 0) {
  const { fetch: send = fetch, signal, timeout = 1e4 } = options;
  const controller = new AbortController();
  async function exchange(address, left) {
    const sent = { ...init, redirect: "manual", signal: controller.signal };
    const response = await send(address.href, sent);
    const target = redirectTarget(address, response);
    const isWithin = target?.origin === address.origin;
    if (left > 0 && isWithin) return exchange(target, left - 1);
    const text = await readBody(response, address);
    return { url: address, response, text, ...objectIn(text) };
  }
  const late = () => httpError(url, `no whole answer within ${timeout} ms`);
  try {
    return await within(timeout, exchange(url, redirects), late, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof JoseError) throw cause;
    throw httpError(url, failureOf(cause), { cause });
  } finally {
    controller.abort();
  }
}
function isBusy(status) {
  return status === 429 || status > 499;
}
function jsonOfSuccess(answer, hint, members) {
  const { url, response, json } = answer;
  const { status, ok, headers } = response;
  const answered = `it answered status ${status}`;
  if (!ok && status < 400 && status !== 304) {
    const target = redirectTarget(url, response);
    const where = target ? ` to ${publicPartOf(target)}` : "";
    throw answerError(answer, `${answered}, a redirect${where}, which is not followed`);
  }
  if (!ok || !json) {
    const type = shown(headers.get("content-type") ?? void 0);
    const without = ok ? ", and no JSON object" : "";
    throw answerError(answer, `${answered}, content type ${type}${without}`, hint);
  }
  for (const [member, [expected, fits]] of Object.entries(members)) {
    if (!fits(json[member])) throw answerError(answer, `the answer's ${member} must be ${expected}`);
  }
  return json;
}
function freshness(headers, now) {
  const control = headers.get("cache-control") ?? "";
  if (/no-(store|cache)/i.test(control)) return 0;
  const age = Number(/^\d+$/.exec(headers.get("age") ?? "")) || 0;
  const maxAge = /(?:^|,)\s*max-age="?(\d*)/i.exec(control);
  if (maxAge) return Number(maxAge[1]) - age || 0;
  const expires = headers.get("expires");
  if (expires === null) return 300 - age;
  const from = Date.parse(headers.get("date") ?? "") || now;
  return ((Date.parse(expires) - from) / 1e3 || 0) - age;
}

// src/shared-task.ts
function isRecent(time, milliseconds, now) {
  return now >= time && now - time < milliseconds;
}
function createSharedTask({
  work,
  keep: keep2,
  fail,
  patience,
  now,
  late
}) {
  let pending;
  let began = -Infinity;
  const beganWithin = (milliseconds) => isRecent(began, milliseconds, now());
  const isRunning = () => pending !== void 0 && beganWithin(patience);
  function begin() {
    began = now();
    const run = work(began);
    pending = run;
    const settle = (take) => (outcome) => {
      if (pending !== run) return;
      pending = void 0;
      take(outcome);
    };
    run.then(settle(keep2), settle(fail));
    return run;
  }
  return {
    isRunning,
    beganWithin,
    run(signal) {
      const run = isRunning() ? pending : begin();
      return within(patience, run, late, signal);
    }
  };
}

// src/remote-jwks.ts
var MOST_KEYS2 = 1e3;
var MEMBERS = {
  // One literal: bundlers would keep a template in bundles that read no set.
  keys: ["a list of 1000 keys at most", (keys) => Array.isArray(keys) && keys.length <= MOST_KEYS2]
};
var REMOTE_JWKS_OPTIONS = {
  fetch: FUNCTION,
  timeout: MILLISECONDS,
  allowInsecureRequests: BOOLEAN,
  minAge: SECONDS,
  maxAge: SECONDS,
  cooldown: SECONDS,
  staleIfError: SECONDS,
  now: FUNCTION
};
var METADATA = ["kty", "kid", "alg", "use", "crv", "keys"];
function readMembers(received, read, secret) {
  const kept = {};
  for (const member of read) {
    const value = received[member];
    const isObject2 = typeof value === "object" && value !== null;
    if (value !== void 0) kept[member] = isObject2 ? false : value;
  }
  const { key_ops: operations } = received;
  if (operations !== void 0) kept.key_ops = isShortList(operations) ? operations : false;
  const isThere = (member) => (received[member] ?? void 0) !== void 0;
  if (secret.some(isThere)) kept.d = false;
  return kept;
}
function publicKeyText({ n, x, y, pub }) {
  return JSON.stringify([n, x, y, pub]);
}
function readKeys(entries) {
  const read = [...METADATA, ...membersOf2("public")];
  const secret = membersOf2("private");
  const keys = entries.filter(isJsonObject).map((entry) => readMembers(entry, read, secret));
  const isExposed = ({ d }) => d === false;
  const exposed = new Set(keys.filter(isExposed).map(publicKeyText));
  for (const key of keys) {
    if (exposed.has(publicKeyText(key))) key.d = false;
  }
  return keys;
}
var KEPT_HEADERS = ["age", "cache-control", "date", "etag", "expires"];
function headersToKeep(received, known = new Headers()) {
  const kept = new Headers();
  for (const name of KEPT_HEADERS) {
    const before = name === "age" ? null : known.get(name);
    const value = received.get(name) ?? before;
    if (value !== null) kept.set(name, value);
  }
  return kept;
}
function isShortList(value) {
  if (value === null) return true;
  return Array.isArray(value) && value.length <= 10 && value.every(isString);
}
function createRemoteJwks(url, options = {}) {
  expectOptions(options, REMOTE_JWKS_OPTIONS);
  const {
    timeout = 5e3,
    minAge = 5,
    maxAge = 600,
    cooldown = 30,
    staleIfError = 0,
    now = Date.now
  } = options;
  const location = secureUrl(url, "url", options);
  let kept;
  let failure;
  let asked = -Infinity;
  function judge(answer) {
    const { keys } = jsonOfSuccess(answer, "a JWK Set is needed", MEMBERS);
    const jwks = { keys: readKeys(keys) };
    const isEqual = kept && JSON.stringify(kept.jwks) === JSON.stringify(jwks);
    return isEqual ? kept.jwks : jwks;
  }
  async function load() {
    failure = void 0;
    const known = kept;
    const etag = known?.headers.get("etag");
    const accept = "application/jwk-set+json, application/json";
    const sent = { accept, ...etag && { "if-none-match": etag } };
    const answer = await request(location, { headers: sent }, { ...options, timeout });
    const { status, headers: received } = answer.response;
    const stands = known && etag && status === 304;
    const jwks = stands ? known.jwks : judge(answer);
    const headers = headersToKeep(received, stands ? known.headers : void 0);
    const since = now();
    const life = Math.min(maxAge, Math.max(minAge, freshness(headers, since)));
    return { jwks, headers, since, life };
  }
  const loading = createSharedTask({
    work: load,
    keep(loaded) {
      kept = loaded;
    },
    fail(error) {
      failure = error;
    },
    patience: timeout * 2,
    now,
    late: () => httpError(location, `no answer within ${timeout * 2} ms`)
  });
  function hasJustFailed() {
    const hasFailed = failure !== void 0 && !loading.isRunning();
    return hasFailed && loading.beganWithin(cooldown * 1e3);
  }
  async function fetched() {
    if (hasJustFailed()) throw failure;
    return loading.run();
  }
  function standsFor(seconds) {
    if (!kept) return false;
    const life = kept.life + seconds;
    return isRecent(kept.since, life * 1e3, now());
  }
  async function current() {
    if (standsFor(0)) return kept;
    try {
      return await fetched();
    } catch (error) {
      if (standsFor(staleIfError)) return kept;
      throw error;
    }
  }
  async function askedAgain() {
    const isIdle = !failure && !loading.isRunning();
    if (kept && isIdle && isRecent(asked, cooldown * 1e3, now())) return kept;
    if (!hasJustFailed()) asked = now();
    return fetched();
  }
  function verifierIn({ jwks, since }, header, lookup) {
    function where() {
      const age = Math.floor((now() - since) / 1e3);
      const failed = failure ? "; reading it again failed" : "";
      return `at ${publicPartOf(location)} (read ${age} s ago${failed})`;
    }
    return verifierOfSet(jwks, header, lookup, where);
  }
  async function lookUp(header, lookup = {}) {
    const before = kept;
    const set = await current();
    const wasJustRead = set !== before;
    async function newest() {
      if (!wasJustRead) return askedAgain().catch(() => set);
      asked = now();
      return set;
    }
    let verifier;
    try {
      verifier = await verifierIn(set, header, lookup);
    } catch {
      return verifierIn(await newest(), header, lookup);
    }
    async function verify(signature, signingInput) {
      if (await verifier.verify(signature, signingInput)) return true;
      const other = await newest();
      if (other.jwks === set.jwks) return false;
      const replaced = await verifierIn(other, header, lookup);
      return replaced.verify(signature, signingInput);
    }
    return { ...verifier, verify };
  }
  return Object.assign(lookUp, {
    get: async () => (await current()).jwks,
    refresh: async () => (await askedAgain()).jwks
  });
}

// src/server/client-keys.ts
var REGISTRATION = {
  jwks: ["a JWK Set", (value) => isJsonObject(value) && isJwkSet(value)],
  jwksUri: TEXT,
  algorithms: TEXTS,
  audience: TEXT_OR_TEXTS
};
function registrationError(clientId, fault) {
  return new JoseError("ERR_KEY_NOT_FOUND", `client ${shown(clientId)} is registered ${fault}`);
}
function checkRegistration(clientId, registered) {
  for (const name in REGISTRATION) {
    const member = name;
    const value = registered[member];
    const [expected, fits] = REGISTRATION[member];
    if (value && !fits(value))
      throw registrationError(clientId, `with ${typeOf(value)} as ${name}; it must be ${expected}`);
  }
  if (!registered.jwksUri && !registered.jwks) throw registrationError(clientId, "without jwks or jwksUri");
}
function expectNoRival({ keys }, fitting, where) {
  const [first, other] = fitting;
  const { kid, kty } = first;
  const members = ["n", "x", "y", "pub"];
  const isRival = (key) => key?.kid === kid && key.kty === kty && members.some((member) => key[member] !== first[member]);
  if (!other && !keys.some(isRival)) return;
  const shared = `kid ${shown(kid)} and kty ${kty}`;
  throw new JoseError("ERR_KEY_AMBIGUOUS", `several keys ${where()} have ${shared}; each needs its own kid`);
}
function keep(map, key, value, most) {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value);
}
var MOST_FAILURES = 1e4;
function createClientKeys(most, algorithms, options) {
  const { now = Date.now, cooldown = 30, allowInsecureRequests } = options;
  const remotes = /* @__PURE__ */ new Map();
  const failures = /* @__PURE__ */ new Map();
  const forgotten = /* @__PURE__ */ new WeakSet();
  const handedOver = /* @__PURE__ */ new WeakMap();
  function remoteOf(url, clientId) {
    if (!isSecure(url, { allowInsecureRequests, loopback: false }))
      throw registrationError(clientId, `with jwksUri ${shownUrl(url)}; it must be an https URL`);
    const failed = failures.get(url);
    if (failed && isRecent(failed.since, cooldown * 1e3, now())) throw failed.failure;
    return createRemoteJwks(url, options);
  }
  function readSetOf(jwks) {
    const { keys } = jwks;
    const known = handedOver.get(jwks);
    const isSame = known?.entries.length === keys.length && keys.every((key, i) => key === known.entries[i]);
    if (isSame) return known;
    const read = { keys: readKeys(keys), entries: [...keys], verifiers: /* @__PURE__ */ new Map() };
    handedOver.set(jwks, read);
    return read;
  }
  async function remoteVerifier(url, clientId, lookup) {
    const remote = remotes.get(url) ?? remoteOf(url, clientId);
    keep(remotes, url, remote, most);
    try {
      return await remote(...lookup);
    } catch (failure) {
      const isOfServer = failure.code === "ERR_HTTP" && !forgotten.has(remote);
      const isNew = failures.get(url)?.failure !== failure;
      if (isOfServer && isNew)
        keep(failures, url, { failure, since: now() }, MOST_FAILURES);
      throw failure;
    }
  }
  return {
    async verifierFor(clientId, registered, header) {
      const { jwks, jwksUri } = registered;
      const lookup = [
        header,
        { algorithms: registered.algorithms || algorithms, judge: expectNoRival }
      ];
      if (jwksUri) return remoteVerifier(jwksUri, clientId, lookup);
      const read = readSetOf(jwks);
      const { alg, kid } = header;
      const name = `${alg} ${kid}`;
      const known = read.verifiers.get(name);
      if (known) return known;
      const verifier = await verifierOfSet(read, ...lookup, () => "in the registered set");
      read.verifiers.set(name, verifier);
      return verifier;
    },
    forget(url) {
      const remote = remotes.get(url);
      if (remote) forgotten.add(remote);
      remotes.delete(url);
      failures.delete(url);
    }
  };
}

// src/server/replay/store.ts
var STORE = /* @__PURE__ */ withMethods("a ReplayStore, with a method claim", "claim");
var MARGIN = 60;
var SHARED_STORE_OPTIONS = { timeout: MILLISECONDS };
function answerWithin(timeout, answer) {
  const late = () => new JoseError("ERR_HTTP", `the replay store did not answer within ${timeout} ms`);
  return within(timeout, answer, late);
}

// src/server/replay/memory.ts
var UNNAMED = "";
var LONGEST_KEY = 128;
var DIGEST_LENGTH = 16;
async function digestOf(key) {
  const octets = await subtleCrypto().digest("SHA-256", UTF82.encode(key));
  return String.fromCharCode(...new Uint16Array(octets));
}
function createMemoryReplayStore(options = {}) {
  expectOptions(options, { maxEntries: COUNT, now: FUNCTION });
  const { maxEntries = 1e5, now = Date.now } = options;
  const claimed = /* @__PURE__ */ new Map();
  const shares = /* @__PURE__ */ new Map();
  const expiring = /* @__PURE__ */ new Map();
  let purged;
  function shareOf(client) {
    return shares.get(client) ?? { client, size: 0 };
  }
  function add(name, share, end) {
    share.size++;
    shares.set(share.client, share);
    claimed.set(name, share);
    const names = expiring.get(end) ?? [];
    names.push(name);
    expiring.set(end, names);
  }
  function remove(name) {
    const share = claimed.get(name);
    share.size--;
    claimed.delete(name);
    if (share.size === 0) shares.delete(share.client);
  }
  function purge(second) {
    if (second === purged) return;
    purged = second;
    for (const [end, names] of expiring) {
      if (end > second) continue;
      for (const name of names) remove(name);
      expiring.delete(end);
    }
  }
  function checkRoom({ client, size }) {
    if (claimed.size >= maxEntries) {
      throw new JoseError("ERR_REPLAY", `the replay store is full: it holds ${maxEntries} entries`);
    }
    const isHalfFull = claimed.size >= maxEntries / 2;
    const hasItsShare = client !== UNNAMED && size >= maxEntries / 4;
    if (isHalfFull && hasItsShare) {
      throw new JoseError(
        "ERR_REPLAY",
        `client ${shown(client)} has used its share of the replay store, a quarter`
      );
    }
  }
  return {
    async claim(key, expiresAt, client = UNNAMED) {
      expectKind(key, "key", STRING);
      expectKind(expiresAt, "expiresAt", SECONDS);
      const isShort = key.length <= LONGEST_KEY && key.length !== DIGEST_LENGTH;
      const name = isShort ? key : await digestOf(key);
      purge(secondsOf(now));
      if (claimed.has(name)) return false;
      const share = shareOf(client);
      checkRoom(share);
      add(name, share, Math.ceil(expiresAt) + MARGIN);
      return true;
    }
  };
}

// src/server/assertion-verifier.ts
var SETS = /* @__PURE__ */ wholeNumber("a whole number, 1 or more", 1);
var OPTIONS = /* @__PURE__ */ Object.assign(
  {
    audience: TEXT_OR_TEXTS,
    client: FUNCTION,
    algorithms: TEXTS,
    replayStore: STORE,
    clockTolerance: SECONDS,
    maxLifetime: SECONDS,
    maxKeySets: SETS
  },
  REMOTE_JWKS_OPTIONS
);
var TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
var TYPES = ["JWT", "client-authentication+jwt"];
var LONGEST_ASSERTION = 16384;
var LONGEST_JTI = 256;
function requestError(parameter, sentence) {
  const details = { error: "invalid_request", status: 400, claim: parameter };
  return new JoseError("ERR_OAUTH", `parameter ${parameter} ${sentence}`, details);
}
function unavailable(code, sentence, cause) {
  return new JoseError(code, sentence, { error: "temporarily_unavailable", status: 503, cause });
}
function expectParsed(parameters) {
  const { getAll } = Object(parameters);
  const prototype = isObject(parameters) ? Object.getPrototypeOf(parameters) : void 0;
  const isPlain2 = prototype === null || prototype && Object.getPrototypeOf(prototype) === null;
  const isParsed = isPlain2 || Array.isArray(parameters) || typeof getAll === "function";
  if (isParsed) return;
  throw new TypeError(
    `parameters is ${classOf(parameters)}, not a body that was read; it must be URLSearchParams, FormData or a plain object (await a promise; new URLSearchParams(await request.text()))`
  );
}
function isObject(value) {
  return typeof value === "object" && value !== null;
}
function parameterOf(parameters, name) {
  const { getAll, [name]: member } = parameters;
  let value = member;
  if (typeof getAll === "function") {
    const values = getAll.call(parameters, name);
    if (values.length > 1) throw requestError(name, "is given twice");
    value = values[0];
  }
  if (value === void 0) return "";
  if (!isString(value)) throw requestError(name, "must be one string");
  return value;
}
function isThenable(value) {
  return typeof Object(value).then === "function";
}
function logged(text) {
  return cut(printable(cut(text, 200)), 200);
}
function readRequest(parameters, claimed) {
  expectParsed(parameters);
  const named = parameterOf(parameters, "client_id");
  if (named) claimed.clientId = named;
  const jws = parameterOf(parameters, "client_assertion");
  const type = parameterOf(parameters, "client_assertion_type");
  const secret = parameterOf(parameters, "client_secret");
  for (const name of ["grant_type", "scope"]) parameterOf(parameters, name);
  if (!jws) throw requestError("client_assertion", "is missing; it must be a JWT");
  if (type !== TYPE) throw requestError("client_assertion_type", `must be ${TYPE}`);
  if (secret)
    throw requestError("client_secret", "is given beside client_assertion; only one method is allowed");
  const assertion = parseJws(jws, { maxLength: LONGEST_ASSERTION });
  const { kid } = assertion.header;
  if (kid) claimed.kid = kid;
  const claims = parseJsonObject(assertion.payload, CLAIMS_SET);
  const { iss, sub } = claims;
  if (!isString(iss) || iss === "") throw claimError("iss", iss, "a client_id");
  claimed.clientId = iss;
  if (sub !== iss) throw claimError("sub", sub, `iss, ${shown(iss)}`);
  if (named && named !== iss) throw claimError("client_id", named, `iss, ${shown(iss)}`);
  if (!kid) throw new JoseError("ERR_JWS_FORM", "the JOSE Header has no kid, which names the key");
  return { assertion, claims, clientId: iss };
}
function refusal(thrown, claimed) {
  if (!(thrown instanceof JoseError)) return thrown;
  const { code, message, stack, cause } = thrown;
  const { clientId, kid } = claimed;
  const details = {
    ...thrown,
    ...cause !== void 0 && { cause },
    ...clientId && { clientId: logged(clientId) },
    ...kid && { kid: logged(kid) }
  };
  return Object.assign(new JoseError(code, message, details), { stack });
}
function checkAudience(aud, audience) {
  const accepted = listOf(audience);
  const values = aud === void 0 || aud.length === 0 ? [""] : listOf(aud);
  const stray = values.find((value) => !accepted.includes(value));
  if (stray === void 0) return;
  throw claimError("aud", stray || aud, `${listed(accepted)}, and nothing else`);
}
function createAssertionVerifier(options) {
  expectOptions(options, OPTIONS, { needed: ["audience", "client"], strict: true });
  const { audience, client, algorithms = ["RS384", "ES384"], replayStore, ...others } = options;
  const { clockTolerance = 10, maxLifetime = 300, maxKeySets = 1e4, ...remote } = others;
  const { now = Date.now, timeout = 5e3 } = remote;
  const store = replayStore ?? createMemoryReplayStore({ now });
  const keys = createClientKeys(maxKeySets, algorithms, remote);
  async function inTime(given) {
    const answer = Promise.resolve(given);
    let isThere = false;
    const arrive = () => {
      isThere = true;
    };
    answer.then(arrive, arrive);
    await void 0;
    const late = () => new Error(`it did not answer within ${timeout} ms`);
    return isThere ? await answer : within(timeout, answer, late);
  }
  async function registrationOf(clientId, { jku }) {
    let registered;
    try {
      const given = client(clientId);
      registered = isThenable(given) ? await inTime(given) : given;
    } catch (cause) {
      throw unavailable("ERR_HTTP", `the lookup of client ${shown(clientId)} failed; see cause`, cause);
    }
    if (!registered) throw claimError("iss", clientId, "a registered client");
    checkRegistration(clientId, registered);
    const isRegistered = jku === void 0 || jku === registered.jwksUri && jku !== "";
    if (!isRegistered) throw claimError("jku", jku, "the registered URL");
    return registered;
  }
  function judgeClaims({ assertion, claims }, accepted) {
    const { header } = assertion;
    const { typ } = header;
    const isUsual = typ === void 0 || TYPES.includes(typ);
    if (!isUsual) checkType(header, { typ: TYPES });
    const time = now() / 1e3;
    checkTypes(claims);
    checkTimes(claims, { clockTolerance }, time);
    const { aud, exp, iat, jti } = claims;
    checkAudience(aud, accepted);
    checkBegun("iat", iat, time + clockTolerance);
    const latest = time + maxLifetime + clockTolerance;
    if (exp === void 0 || !(exp <= latest))
      throw claimError("exp", exp, `a time up to ${Math.floor(latest)}`);
    if (!jti || jti.length > LONGEST_JTI) throw claimError("jti", jti, `1 to ${LONGEST_JTI} characters`);
    return { exp, jti, claims };
  }
  async function claimOnce(clientId, jti, exp) {
    const key = JSON.stringify([clientId, jti]);
    let first;
    try {
      const given = store.claim(key, exp + clockTolerance, clientId);
      first = isThenable(given) ? await inTime(given) : given;
      if (typeof first !== "boolean") throw new TypeError(`it answered ${typeOf(first)}, not true or false`);
    } catch (cause) {
      const reason = cause ?? new Error("it gave no reason");
      throw unavailable("ERR_REPLAY", "the replay store failed; see cause", reason);
    }
    if (!first)
      throw new JoseError("ERR_REPLAY", `jti ${shown(jti)} was used before; each request needs a new one`);
  }
  async function authenticate(request2) {
    const { assertion, clientId } = request2;
    const { header } = assertion;
    checkHeader(header, {});
    const registered = await registrationOf(clientId, header);
    checkHeader(header, { algorithms: registered.algorithms || algorithms });
    await checkSignature(assertion, await keys.verifierFor(clientId, registered, header));
    const { exp, jti, claims } = judgeClaims(request2, registered.audience || audience);
    await claimOnce(clientId, jti, exp);
    return { clientId, claims, header };
  }
  return {
    async verify(parameters) {
      const claimed = {};
      try {
        return await authenticate(readRequest(parameters, claimed));
      } catch (error) {
        throw refusal(error, claimed);
      }
    },
    forget(jwksUri) {
      expectKind(jwksUri, "jwksUri", TEXT);
      keys.forget(jwksUri);
    }
  };
}

// src/public-jwk.ts
var AGREEMENT = /^(ECDH-ES|HPKE-)/;
var RSA_ENCRYPTION = /^RSA(1_5$|-OAEP)/;
var OTHER_SHAPES = [
  { kty: "EC", namedCurve: "secp256k1", public: { x: 32, y: 32 }, algorithms: /^(ES256K$|ECDH-ES|HPKE-)/ },
  { kty: "OKP", namedCurve: "X25519", public: { x: 32 }, algorithms: AGREEMENT },
  { kty: "OKP", namedCurve: "X448", public: { x: 56 }, algorithms: AGREEMENT },
  { kty: "OKP", namedCurve: "Ed448", public: { x: 57 }, algorithms: /^(Ed448|EdDSA)$/ }
];
var OTHER_ALGORITHMS = {
  EC: AGREEMENT,
  RSA: RSA_ENCRYPTION,
  AKP: /^(ML-KEM|SLH-DSA|FN-DSA)-/
};
var ENCRYPTION = [AGREEMENT, RSA_ENCRYPTION, /^(ML-KEM-|X\d)/];
var METADATA2 = ["kid", "alg", "use", "x5u", "x5t", "x5t#S256"];
var PUBLIC_OPERATIONS = {
  sign: "verify",
  verify: "verify",
  decrypt: "encrypt",
  encrypt: "encrypt",
  unwrapKey: "wrapKey",
  wrapKey: "wrapKey"
};
function isOfShape({ kty, crv, alg }, shape) {
  const { namedCurve = crv } = shape;
  const isNamed = kty !== "AKP" || shape.alg === alg;
  return shape.kty === kty && namedCurve === crv && isNamed;
}
function isForOther(jwk) {
  const { alg } = jwk;
  const shape = OTHER_SHAPES.find((candidate) => isOfShape(jwk, candidate));
  const algorithms = shape?.algorithms ?? OTHER_ALGORITHMS[jwk.kty];
  return isString(alg) && algorithms?.test(alg) === true;
}
function identityOrFault(jwk) {
  const { kty, alg } = jwk;
  const mixed = keysFault(jwk);
  if (mixed) return mixed;
  const shapes = [...ALGORITHMS, ...OTHER_SHAPES];
  const shape = shapes.find((candidate) => isOfShape(jwk, candidate));
  if (shape) return bareKeyOrFault(jwk, shape, shape.public, pointFault);
  if (kty === "oct") return octetsOrFault(jwk, "k");
  if (kty !== "AKP" || !isForOther(jwk)) return shapeFault(jwk);
  const identity = octetsOrFault(jwk, "pub");
  return isString(identity) ? identity : { ...identity, alg };
}
function octetsOrFault(jwk, member) {
  const { kty, [member]: text } = jwk;
  if (!isString(text)) return `its ${member} is ${typeOf(text)}, not a string`;
  try {
    const { length } = decodeBase64url(text, `its ${member}`);
    return length > 0 ? { kty, [member]: text } : `its ${member} is empty`;
  } catch (error) {
    return error.message;
  }
}
function isBase64(value) {
  return isString(value) && /^[\w+/=]+$/.test(value);
}
function isNone(value) {
  return value === void 0 || value === null;
}
function publicHalfOrFault(jwk) {
  const { kty, alg } = jwk;
  if (kty === "oct") return 'it is a symmetric key (kty "oct"), which has no public half';
  const half = identityOrFault(jwk);
  if (isString(half)) return half;
  for (const member of METADATA2) {
    const value = jwk[member];
    if (isNone(value)) continue;
    if (!isString(value)) return `its ${member} is ${shown(value)}, not a string`;
    half[member] = value;
  }
  const isFit = isNone(alg) || algorithmsOfJwk(jwk).length > 0 || isForOther(jwk);
  if (!isFit) return shapeFault(jwk);
  const { x5c } = jwk;
  if (Array.isArray(x5c)) half.x5c = x5c.filter(isBase64);
  const whole = withOperations(half, jwk.key_ops ?? []);
  return isString(whole) ? whole : purposeFault(whole) ?? whole;
}
function purposeFault({ kty, crv, alg, use }) {
  const [member, name] = kty === "OKP" ? ["crv", crv] : ["alg", alg];
  if (!name || use === void 0) return void 0;
  const purpose = ENCRYPTION.some((pattern) => pattern.test(name)) ? "enc" : "sig";
  if (use === "sig" === (purpose === "sig")) return void 0;
  const found = `its ${member} ${shown(name)} is for use "${purpose}"`;
  return `${found}, and its use or key_ops say ${shown(use)}; correct one`;
}
function withOperations(half, operations) {
  if (!Array.isArray(operations)) return `its key_ops is ${typeOf(operations)}, not a list`;
  if (operations.length === 0) return half;
  const allowed = operations.flatMap(
    (operation) => isString(operation) && Object.hasOwn(PUBLIC_OPERATIONS, operation) ? PUBLIC_OPERATIONS[operation] : []
  );
  const isToVerify = allowed.includes("verify");
  half.use ??= isToVerify ? "sig" : "enc";
  if (isToVerify !== (half.use === "sig"))
    return `its use is ${shown(half.use)}, which its key_ops contradict`;
  if (allowed.length > 0) half.key_ops = [...new Set(allowed)].sort();
  return half;
}
function completed(half) {
  const rows = algorithmsOfJwk(half);
  const { use = "sig", key_ops: operations = ["verify"] } = half;
  const isToVerify = use === "sig" && operations.includes("verify");
  if (rows.length === 0 || !isToVerify) return half;
  const [row, other] = rows;
  return { ...half, use, ...!other && { alg: row.alg } };
}
function saysNoMore(half, other) {
  const isSaid = ([member, value]) => JSON.stringify(value) === JSON.stringify(other[member]);
  return Object.entries(half).every(isSaid);
}
function entryError(index, jwk, fault) {
  const { kid } = Object(jwk);
  const name = isString(kid) ? `, kid ${shown(kid)}` : "";
  return new JoseError("ERR_JWK", `key ${index}${name}: ${fault}`);
}
function toPublicJwks(jwks) {
  expectJwkSet(jwks, VERIFYING_CALLS);
  const entries = /* @__PURE__ */ new Map();
  const seen = /* @__PURE__ */ new Set();
  for (const [index, jwk] of jwks.keys.entries()) {
    if (!isKey(jwk)) throw entryError(index, jwk, `it is ${kindOfNoKey(jwk)}; it must be a JWK`);
    const half = publicHalfOrFault(jwk);
    if (isString(half)) throw entryError(index, jwk, half);
    const name = canonical(jwk);
    const text = JSON.stringify([name, half]);
    if (seen.has(text)) continue;
    seen.add(text);
    const known = entries.get(name) ?? [];
    if (known.length === 100) throw entryError(index, jwk, "its key has more than 100 different entries");
    known.push({ index, half });
    entries.set(name, known);
  }
  const kept = [...entries.values()].flatMap(distinct);
  kept.sort((one, other) => one.index - other.index);
  const owners = /* @__PURE__ */ new Map();
  for (const { index, half } of kept) {
    const { kid } = half;
    if (!kid) throw entryError(index, half, "it has no kid, which each key of a published set needs");
    const name = canonical(half);
    if ((owners.get(kid) ?? name) !== name)
      throw entryError(index, half, "another key of the set has its kid");
    owners.set(kid, name);
  }
  return { keys: kept.map(({ half }) => completed(half)) };
}
function distinct(entries) {
  const whole = entries.filter(({ half }) => {
    const saying = entries.filter((other) => saysNoMore(half, other.half));
    return saying.length === 1;
  });
  return whole.filter((entry) => {
    const isSaidBy = (other) => {
      if (other === entry || !saysNoMore(entry.half, completed(other.half))) return false;
      return other.index < entry.index || !saysNoMore(other.half, completed(entry.half));
    };
    return !whole.some(isSaidBy);
  });
}
function canonical(jwk) {
  const identity = identityOrFault(jwk);
  if (isString(identity)) throw jwkError(jwk, identity);
  return JSON.stringify(inOrder(identity));
}

// src/server/responses.ts
var LIFE = /* @__PURE__ */ wholeNumber("whole seconds, 1 or more", 1);
function tokenAnswer(status, body) {
  return Response.json(body, { status, headers: { "cache-control": "no-store", pragma: "no-cache" } });
}
function createTokenResponse(options) {
  const needed = ["accessToken", "expiresIn", "scope"];
  expectOptions(options, { accessToken: TEXT, expiresIn: LIFE, scope: TEXT }, { needed });
  const { accessToken, expiresIn, scope } = options;
  return tokenAnswer(200, { access_token: accessToken, token_type: "Bearer", expires_in: expiresIn, scope });
}
var REFUSALS = {
  invalid_request: [400, "a parameter is missing, there twice, or not allowed"],
  unsupported_grant_type: [400, "this grant_type is not supported"],
  unauthorized_client: [400, "this client may not use this grant_type"],
  invalid_grant: [400, "the grant is not valid"],
  invalid_scope: [400, "none of these scopes is granted"],
  invalid_client: [401, "client authentication failed"],
  server_error: [500, "the server failed"],
  temporarily_unavailable: [503, "try again later, with a new assertion"]
};
function toOAuthErrorResponse(thrown) {
  let error = "server_error";
  try {
    error = refusalOf(Object(thrown));
  } catch {
  }
  const [status, error_description] = REFUSALS[error];
  return tokenAnswer(status, { error, error_description });
}
function refusalOf({ name, code, error, cause }) {
  if (name !== "JoseError" || code === "ERR_CRYPTO") return "server_error";
  if (isString(error) && Object.hasOwn(REFUSALS, error)) return error;
  return code === "ERR_REPLAY" && cause ? "temporarily_unavailable" : "invalid_client";
}
function tagOf2(text) {
  let hash = 2166136261;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0), 16777619);
  return `"${text.length}-${hash >>> 0}"`;
}
var REQUEST = ["a Request", (value) => typeof Object(Object(value).headers).get === "function"];
var SECONDS_KEPT = /* @__PURE__ */ wholeNumber("whole seconds, 0 or more", 0);
function listIn(header) {
  return header.split(",").map((member) => member.trim());
}
function prefersJwkSet(accept) {
  const weights = /* @__PURE__ */ new Map();
  for (const range of listIn(accept.toLowerCase())) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    weights.set(type, weight ? Number(weight.slice(2)) || 0 : 1);
  }
  const others = weights.get("application/*") ?? weights.get("*/*") ?? 0;
  const named = weights.get("application/jwk-set+json");
  const json = weights.get("application/json") ?? others;
  return named ? named >= json : (named ?? others) > json;
}
function createJwksResponse(jwks, options = {}) {
  expectOptions(options, { maxAge: SECONDS_KEPT, request: REQUEST });
  const { maxAge = 300, request: request2 } = options;
  const received = (name) => request2?.headers.get(name) ?? "";
  const body = JSON.stringify(toPublicJwks(jwks));
  const tag = tagOf2(body);
  const headers = new Headers({
    "cache-control": `max-age=${maxAge}`,
    etag: `W/${tag}`,
    vary: "accept, origin"
  });
  if (received("origin")) headers.set("access-control-allow-origin", "*");
  const known = listIn(received("if-none-match")).map((one) => one.replace(/^W\//, ""));
  if (known.includes(tag) || known.includes("*")) return new Response(null, { status: 304, headers });
  const kind = prefersJwkSet(received("accept")) ? "jwk-set+json" : "json";
  headers.set("content-type", `application/${kind}`);
  return new Response(body, { headers });
}

// src/server/replay/durable-object.ts
var NAMESPACE = /* @__PURE__ */ withMethods("the binding of a Durable Object", "get", "idFromName");
function createDurableObjectReplayStore(namespace, options = {}) {
  expectKind(namespace, "namespace", NAMESPACE);
  expectOptions(options, SHARED_STORE_OPTIONS);
  const { timeout = 2e3 } = options;
  async function ask(name, expiresAt) {
    const object = namespace.get(namespace.idFromName(name[0]));
    const body = JSON.stringify([name, expiresAt + MARGIN]);
    const response = await object.fetch("https://replay/", { method: "POST", body });
    return response.json();
  }
  return {
    async claim(key, expiresAt) {
      const digest = await subtleCrypto().digest("SHA-256", UTF82.encode(key));
      const name = encodeBase64url(new Uint8Array(digest));
      return answerWithin(timeout, ask(name, expiresAt));
    }
  };
}
var ReplayObject = class {
  #storage;
  /** Cloudflare makes it, with its state. */
  constructor({
    storage
  }) {
    this.#storage = storage;
  }
  /**
   * Answer a claim: `true` for the first claim of a key.
   *
   * @throws any error of the storage: then nothing is accepted
   */
  async fetch(request2) {
    const [name, expiresAt] = await request2.json();
    const storage = this.#storage;
    const first = await storage.get(name) === void 0;
    if (first) await storage.put(name, expiresAt);
    if (await storage.getAlarm() === null) await storage.setAlarm(expiresAt * 1e3);
    return Response.json(first);
  }
  /**
   * Delete the expired keys, and set the next alarm if there are more.
   *
   * @throws any error of the storage: Cloudflare calls again
   */
  async alarm() {
    const storage = this.#storage;
    const now = Date.now() / 1e3;
    let next = 0;
    let last = {};
    for (; ; ) {
      const page = [...await storage.list({ limit: 128, ...last })];
      if (page.length === 0) break;
      const expired = page.filter(([, end]) => end <= now);
      await storage.delete(expired.map(([name]) => name));
      for (const [startAfter, end] of page) {
        last = { startAfter };
        if (end > now) next = Math.max(next, end);
      }
    }
    if (next) await storage.setAlarm(next * 1e3);
  }
};

// src/server/replay/redis.ts
var SEND = [
  "a function: createRedisReplayStore((...command) => redis.sendCommand(command))",
  (value) => typeof value === "function"
];
function isOk(reply) {
  const text = isBytes(reply) ? new TextDecoder().decode(reply) : reply;
  return typeof text === "string" && text.toUpperCase() === "OK";
}
function createRedisReplayStore(send, options = {}) {
  expectKind(send, "send", SEND);
  expectOptions(options, { ...SHARED_STORE_OPTIONS, prefix: TEXT, now: FUNCTION });
  const { prefix = "jti:", timeout = 2e3, now = Date.now } = options;
  return {
    async claim(key, expiresAt) {
      const life = Math.max(1, Math.ceil((expiresAt + MARGIN) * 1e3 - now()));
      const reply = await answerWithin(timeout, send("SET", prefix + key, "1", "PX", `${life}`, "NX"));
      if (isOk(reply)) return true;
      if (reply === null) return false;
      throw new JoseError("ERR_REPLAY", `Redis answered SET with ${typeOf(reply)}, not OK or null`);
    }
  };
}
export {
  ReplayObject,
  createAssertionVerifier,
  createDurableObjectReplayStore,
  createJwksResponse,
  createMemoryReplayStore,
  createRedisReplayStore,
  createTokenResponse,
  toOAuthErrorResponse
};
