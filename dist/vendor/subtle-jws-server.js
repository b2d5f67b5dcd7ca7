// subtle-jws-server, of the npm package subtle-jws 0.1.0. MIT. Copyright (c) 2026 the subtle-jws authors.
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
function cut(text, most) {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
}
function typeOf(value) {
  if (value === void 0) return "absent";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const isShort = value === null || typeof value === "number" || typeof value === "boolean";
  return isShort ? `${value}` : `a ${typeof value}`;
}
function shown(value) {
  if (typeof value !== "string") return typeOf(value);
  const quoted = printable(JSON.stringify(cut(value, 99)));
  const isWhole = value.length < 99 && quoted.length <= 99;
  return isWhole ? quoted : `${cut(quoted, 97)}…"`;
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
    throw new JoseError("ERR_JSON", `${what}: it has a member twice, which readers take differently`);
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

// src/options.ts
function isString(value) {
  return typeof value === "string";
}
function isText(value) {
  return isString(value) && value !== "";
}
function isBetween(value, least, most) {
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
var COUNT = ["a number, 0 or more", (value) => isBetween(value, 0, Infinity)];
var SECONDS = ["a number of seconds, 0 or more", (value) => isBetween(value, 0, Infinity)];
var MILLISECONDS = [
  "a number of milliseconds, 1 to 700,000,000",
  (value) => isBetween(value, 1, 7e8)
];
var FUNCTION = ["a function", (value) => typeof value === "function"];
var OBJECT = ["an object", (value) => typeof value === "object" && value !== null];
function withMethods(expected, ...methods) {
  const has = (value, method) => typeof Object(value)[method] === "function";
  return [expected, (value) => methods.every((method) => has(value, method))];
}
function expectKind(value, name, [expected, fits]) {
  if (!fits(value)) throw new TypeError(`${name} is ${typeOf(value)}; it must be ${expected}`);
}
function isBytes(value) {
  return value?.[Symbol.toStringTag] === "Uint8Array";
}
function expectBytes(value, name) {
  if (!isBytes(value)) throw new TypeError(`${name} is ${typeOf(value)}; it must be a Uint8Array`);
}
function expectOptions(options, kinds, { needed = [], strict = false } = {}) {
  expectKind(options, "options", OBJECT);
  for (const name in options) {
    if (!Object.hasOwn(kinds, name)) {
      throw new TypeError(`option ${shown(name)} is unknown; known are ${Object.keys(kinds).join(", ")}`);
    }
    const value = options[name];
    if (value !== void 0 || strict) expectKind(value, `option ${name}`, kinds[name]);
  }
  for (const name of needed) {
    expectKind(options[name], `option ${name}`, kinds[name]);
  }
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
function wrongType(claims) {
  for (const claim in REGISTERED) {
    const value = claims[claim];
    const [expected, fits] = REGISTERED[claim];
    if (value !== void 0 && !fits(value)) return [claim, expected];
  }
  return void 0;
}
function checkTypes(claims) {
  const wrong = wrongType(claims);
  if (!wrong) return;
  const [claim, expected] = wrong;
  throw claimError(claim, claims[claim], expected);
}
function checkNamed(claims, expected) {
  const { issuer, subject, audience, requiredClaims = [] } = expected;
  for (const claim of requiredClaims) {
    if (!Object.hasOwn(claims, claim)) throw claimError(claim, void 0, "there");
  }
  checkOneOf("iss", claims.iss, issuer);
  checkOneOf("sub", claims.sub, subject);
  checkOneOf("aud", claims.aud, audience);
}
function checkOneOf(claim, value, accepted) {
  if (accepted === void 0) return;
  const isAccepted = (one) => isString(one) && listOf(accepted).includes(one);
  if (!listOf(value).some(isAccepted)) throw claimError(claim, value, listed(accepted));
}
function checkTimes(claims, { maxAge, clockTolerance = 0 }, now) {
  const { exp, nbf, iat } = claims;
  const earliest = now - clockTolerance;
  const latest = now + clockTolerance;
  const isOver = exp !== void 0 && !(exp > earliest);
  if (isOver) throw claimError("exp", exp, `after ${Math.floor(earliest)}`, "ERR_EXPIRED");
  checkBegun("nbf", nbf, latest);
  checkBegun("iat", iat, latest);
  if (maxAge === void 0) return;
  if (iat === void 0) throw claimError("iat", iat, "there, for maxAge is asked for");
  const isYoung = earliest - iat <= maxAge;
  if (!isYoung) throw claimError("iat", iat, `at most ${maxAge} seconds ago`, "ERR_EXPIRED");
}
function checkBegun(claim, time, latest) {
  const isAhead = time !== void 0 && !(time <= latest);
  if (isAhead) throw claimError(claim, time, `${Math.floor(latest)} or earlier`);
}
function checkClaims(claims, expected, now) {
  checkTypes(claims);
  checkNamed(claims, expected);
  checkTimes(claims, expected, now);
  return claims;
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
function algorithmOf(alg) {
  const row = ALGORITHMS.find((candidate) => candidate.alg === alg);
  if (!row) throw new JoseError("ERR_ALG", `alg ${shown(alg)} is none of ${namesOf(ALGORITHMS)}`);
  return row;
}
function namesOf(rows) {
  return rows.map(({ alg }) => alg).join(", ");
}

// src/jwk.ts
function nameOf({ kid }) {
  return isString(kid) ? `key ${shown(kid)}` : "key";
}
function jwkError(jwk, fault) {
  return new JoseError("ERR_JWK", `${nameOf(jwk)}: ${fault}`);
}
function isJwkSet(key) {
  return Array.isArray(key.keys);
}
function isKey(value) {
  return isJsonObject(value) && ("kty" in value || "keys" in value);
}
function keyTypeError(value, wanted) {
  const found = isJsonObject(value) ? "an object without kty" : typeOf(value);
  return new TypeError(
    `key is ${found}; it must be ${wanted} (PEM text: privateJwkFromPem, JSON text: JSON.parse, a CryptoKey: importSigner, a promise: await it)`
  );
}
function expectJwkSet(jwks) {
  const { keys } = Object(jwks);
  if (Array.isArray(keys)) return;
  if (!isJsonObject(jwks)) throw keyTypeError(jwks, "a JWK Set");
  throw new JoseError("ERR_JWK", `JWK Set: its keys is ${typeOf(keys)}, not a list`);
}
function algorithmsOfShape({ kty, crv }) {
  const fits = (row) => row.kty === kty && (row.namedCurve ?? crv) === crv;
  return ALGORITHMS.filter(fits);
}
function algorithmsOfJwk(jwk) {
  const { alg } = jwk;
  const isNamed = alg !== void 0 && alg !== null;
  return algorithmsOfShape(jwk).filter((row) => isNamed || row.kty === "AKP" ? row.alg === alg : true);
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
  if (purpose !== "sig") return `its use is ${shown(purpose)}, not "sig"`;
  const isList = Array.isArray(operations) && new Set(operations).size === operations.length;
  const allows = isList && (operations.length === 0 || operations.includes(use));
  if (!allows) return `its key_ops must list "${use}", and each operation once`;
  if (use === "sign" && !(jwk.d ?? jwk.priv)) return "it is public, and signing takes a private key";
  return void 0;
}
function algorithmOrFault(jwk, { use, alg }) {
  if (!isJsonObject(jwk) || jwk.keys !== void 0) return `it is ${typeOf(jwk)}, not a JWK`;
  const own = jwk.kid ?? void 0;
  if (own !== void 0 && !isString(own)) return `its kid is ${shown(own)}, not a string`;
  const rows = algorithmsOfJwk(jwk);
  if (rows.length === 0) return shapeFault(jwk);
  const [row, other] = rows.filter((candidate) => candidate.alg === (alg ?? candidate.alg));
  if (!row) return `it is for ${namesOf(rows)}, not for ${shown(alg)}`;
  if (other) return `it has no alg; name one of ${namesOf(rows)} (in the key or the options)`;
  return useFault(jwk, use) ?? row;
}
function algorithmFor(jwk, criteria) {
  const found = algorithmOrFault(jwk, criteria);
  if (isString(found)) throw jwkError(Object(jwk), found);
  return found;
}
function selectJwk({ keys }, criteria) {
  const { kid } = criteria;
  const named = keys.filter((key) => kid === void 0 || key?.kid === kid);
  if (keys.length === 0) throw notFound("it is empty");
  if (named.length === 0) throw notFound(`none has kid ${shown(kid)}; there are ${kidsOf(keys)}`);
  const fitting = [];
  const faults = [];
  for (const key of named) {
    const found = algorithmOrFault(key, criteria);
    if (isString(found)) faults.push(`${nameOf(Object(key))}: ${found}`);
    else fitting.push(key);
  }
  const [jwk, other] = fitting;
  if (!jwk) throw notFound(faults.slice(0, 3).join("; "));
  if (!other) return jwk;
  const names = fitting.map(nameOf).join(", ");
  throw new JoseError("ERR_KEY_AMBIGUOUS", `several keys of the set fit: ${names}; name one by kid or alg`);
}
function notFound(why) {
  return new JoseError("ERR_KEY_NOT_FOUND", `no key of the set fits: ${why}`);
}
function kidsOf(keys) {
  const kids = keys.map((key) => shown(key?.kid));
  return kids.slice(0, 10).join(", ");
}

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF82 = /* @__PURE__ */ new TextEncoder();
var ASCII = /* @__PURE__ */ new TextDecoder();
var ENCODE = /* @__PURE__ */ UTF82.encode(ALPHABET);
var DECODE = /* @__PURE__ */ Int8Array.from({ length: 256 }, (_, code) => ENCODE.indexOf(code));
var ROOM = /* @__PURE__ */ new Uint8Array(4096);
function writeGroup(group, target, at) {
  target[at] = ENCODE[group >> 18];
  target[at + 1] = ENCODE[group >> 12 & 63];
  target[at + 2] = ENCODE[group >> 6 & 63];
  target[at + 3] = ENCODE[group & 63];
}
function base64urlOf(bytes) {
  if (bytes.toBase64) return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  const { length } = bytes;
  const whole = length - length % 3;
  const needed = whole / 3 * 4 + 4;
  const text = needed > ROOM.length ? new Uint8Array(needed) : ROOM;
  let at = 0;
  for (let i = 0; i < whole; i += 3) {
    const high = bytes[i] << 16 | bytes[i + 1] << 8;
    writeGroup(high | bytes[i + 2], text, at);
    at += 4;
  }
  const rest = bytes[whole] << 16 | bytes[whole + 1] << 8;
  writeGroup(rest, text, at);
  const written = Math.ceil(length * 4 / 3);
  return ASCII.decode(text.subarray(0, written));
}
function encodeBase64url(bytes) {
  expectBytes(bytes, "bytes");
  return base64urlOf(bytes);
}
function readBase64url(text) {
  const { length } = text;
  const bytes = new Uint8Array(length * 3 / 4);
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
  return `has ${shown(character)}, which base64url without padding has not`;
}
function base64urlFault(text) {
  const stranger = /[^\w-]/.exec(text);
  return stranger ? strangerFault(stranger[0]) : SPARE_FAULT;
}
function decodePart(text, what) {
  const bytes = readBase64url(text);
  if (bytes) return bytes;
  throw new JoseError("ERR_BASE64URL", `${what} ${base64urlFault(new TextDecoder().decode(text))}`);
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
  return Object.hasOwn(header, name) && header[name] !== void 0;
}
function critFault(header) {
  const { crit, b64 = true } = header;
  if (b64 !== true) return `its b64 is ${shown(b64)}, and only true is understood here`;
  if (crit === void 0) return void 0;
  if (!Array.isArray(crit) || crit.length === 0) return `its crit is ${shown(crit)}, not a list of names`;
  if (new Set(crit).size < crit.length) return "its crit lists a name twice";
  const isMissing = (name) => !isString(name) || !hasMember(header, name);
  const missing = crit.findIndex(isMissing);
  return missing < 0 ? void 0 : `its crit lists ${shown(crit[missing])}, which it does not have`;
}
var DOT = 46;
function parseJws(jws, { maxLength = 65536 } = {}) {
  expectKind(jws, "JWS", STRING);
  if (!(jws.length <= maxLength)) {
    throw new JoseError("ERR_JWS_FORM", `the JWS has ${jws.length} characters, of ${maxLength} at most`);
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
    throw new JoseError(
      "ERR_ALG",
      `the token's alg is ${alg}, and accepted are ${algorithms.join(", ") || "none"}`
    );
  }
}
async function checkSignature(jws, verifier) {
  const { header, signature, signingInput } = jws;
  const { alg, size = signature.length } = algorithmOf(header.alg);
  if (verifier.alg !== alg) {
    throw new JoseError("ERR_ALG", `the token's alg is ${alg}, and the key is for ${verifier.alg}`);
  }
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

// src/bare-key.ts
var MOST_OCTETS = 1024;
function bareKey(jwk, use, row) {
  const { kty, alg, namedCurve } = row;
  const bare = { kty };
  if (namedCurve) bare.crv = namedCurve;
  if (kty === "AKP") bare.alg = alg;
  const members = use === "sign" ? { ...row.public, ...row.private } : row.public;
  const numbers = {};
  for (const [member, length] of Object.entries(members)) {
    const text = jwk[member];
    const found = isString(text) ? numberOrFault(text, length) : `is ${typeOf(text)}, not a string`;
    if (isString(found)) throw jwkError(jwk, `its ${member} ${found}`);
    bare[member] = text;
    numbers[member] = found;
  }
  const fault = faultOf(jwk, numbers, use);
  if (fault) throw jwkError(jwk, fault);
  return bare;
}
function faultOf({ kty, oth }, numbers, use) {
  if (kty === "OKP") return isSoundPoint(numbers.x) ? void 0 : "its x is of low order, or not canonical";
  if (kty !== "RSA") return void 0;
  if ((oth ?? void 0) !== void 0) return "its oth is not supported";
  return rsaFault(numbers, use);
}
function numberOrFault(text, fixed) {
  const octets = text.length * 6 >> 3;
  if (fixed ? octets !== fixed : octets > MOST_OCTETS)
    return `has ${octets} of ${fixed || `at most ${MOST_OCTETS}`} octets`;
  let number = 0n;
  for (const character of text) {
    const sextet = ALPHABET.indexOf(character);
    if (sextet < 0) return strangerFault(character);
    number = number << 6n | BigInt(sextet);
  }
  const spare = BigInt(text.length * 6 % 8);
  const value = number >> spare;
  if (value << spare !== number || spare === 6n) return SPARE_FAULT;
  const isMinimal = value >> BigInt(octets * 8 - 8) > 0n;
  return fixed || isMinimal ? value : "is empty, or begins with a zero octet";
}
function bitsOf(number) {
  return number.toString(2).length;
}
function rsaFault(numbers, use) {
  const bits = bitsOf(numbers.n);
  const { e } = numbers;
  if (bits < 2048) return `its n has ${bits} bits, not 2048 or more`;
  if (e % 2n === 0n || e === 1n || bitsOf(e) > 32) return "its e is not an odd number of 2 to 32 bits";
  if (use === "sign" && !isPair(numbers)) return "its n, e, d, p, q, dp, dq and qi are not of one key";
  return void 0;
}
function isPair({ n, e, d, p, q, dp, dq, qi }) {
  if (p < 2n || q < 2n) return false;
  const isProduct = p * q === n;
  const isReducedModuloP = d % (p - 1n) === dp;
  const isReducedModuloQ = d % (q - 1n) === dq;
  const undoesModuloP = e * dp % (p - 1n) === 1n;
  const undoesModuloQ = e * dq % (q - 1n) === 1n;
  const isInverse = q * qi % p === 1n;
  const isSmall = d < n && qi < p;
  const isReduced = isReducedModuloP && isReducedModuloQ;
  return isProduct && isReduced && undoesModuloP && undoesModuloQ && isInverse && isSmall;
}
function isSoundPoint(octets) {
  const p = 2n ** 255n - 19n;
  const pairs = octets.toString(16).padStart(64, "0").match(/../g);
  const y = BigInt(`0x${pairs.reverse().join("")}`) % 2n ** 255n;
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
  return new JoseError(code, `WebCrypto here takes no such ${alg} key (${name})`);
}

// src/keys.ts
var IMPORTS = /* @__PURE__ */ new WeakMap();
function importJwk(jwk, criteria) {
  const imports = IMPORTS.get(jwk) ?? /* @__PURE__ */ new Map();
  IMPORTS.set(jwk, imports);
  const name = `${criteria.use} ${criteria.alg}`;
  const known = imports.get(name);
  if (known) return known;
  const imported = importOnce(jwk, criteria);
  imports.set(name, imported);
  imported.catch(() => imports.delete(name));
  return imported;
}
async function importOnce(jwk, criteria) {
  const { use } = criteria;
  const row = algorithmFor(jwk, criteria);
  const bare = bareKey(jwk, use, row);
  const imported = await importBare(bare, use, row, jwk.kid ?? void 0);
  if (use === "sign" && row.kty !== "RSA") {
    const publicKey = { ...bare };
    for (const member in row.private) delete publicKey[member];
    const { verify } = await importBare(publicKey, "verify", row);
    const probe = new Uint8Array(1);
    const signature = await imported.sign(probe).catch(() => probe);
    const good = await verify(signature, probe).catch(() => false);
    if (!good) throw jwkError(jwk, "its private key is not of its public one");
  }
  return imported;
}
async function importBare(bare, use, row, kid) {
  const subtle = subtleCrypto();
  try {
    const key = await subtle.importKey("jwk", bare, row, false, [use]);
    return bind(key, row, kid);
  } catch (error) {
    throw cryptoError(error, row.alg);
  }
}
function bind(key, row, kid) {
  const subtle = subtleCrypto();
  const { alg } = row;
  const octets = row.size ?? Math.ceil(key.algorithm.modulusLength / 8);
  async function sign(signingInput) {
    try {
      return new Uint8Array(await subtle.sign(row, key, signingInput));
    } catch (cause) {
      throw new JoseError("ERR_CRYPTO", `WebCrypto here cannot sign ${alg} with this key`, { cause });
    }
  }
  async function verify(signature, signingInput) {
    if (signature.length !== octets) return false;
    try {
      return await subtle.verify(row, key, signature, signingInput);
    } catch (cause) {
      throw new JoseError("ERR_CRYPTO", `WebCrypto here cannot verify ${alg} with ${octets} octets`, {
        cause
      });
    }
  }
  return kid === void 0 ? { alg, sign, verify } : { alg, kid, sign, verify };
}

// src/jwt.ts
function isVerifier(key) {
  return typeof key.verify === "function";
}
async function verifierFor(keys, header, { algorithms = [] }) {
  const { alg, kid } = header;
  if (!keys) throw keyTypeError(keys, "a JWK, a JWK Set or a Verifier");
  const found = typeof keys === "function" ? await keys(header) : keys;
  if (!found) throw new JoseError("ERR_KEY_NOT_FOUND", `no key for kid ${shown(kid)}`);
  if (isVerifier(found)) return found;
  if (!isKey(found)) throw keyTypeError(found, "a JWK, a JWK Set or a Verifier");
  const jwk = isJwkSet(found) ? selectJwk(found, { use: "verify", alg, kid }) : found;
  const accepted = (jwk.alg ?? void 0) === void 0 && algorithms.includes(alg);
  return importJwk(jwk, { use: "verify", alg: accepted ? alg : void 0 });
}
function checkType({ typ }, expected) {
  if (expected.typ === void 0 || mediaType(typ) === mediaType(expected.typ)) return;
  throw claimError("typ", typ, shown(expected.typ));
}
function mediaType(typ = "") {
  return typ.toLowerCase().replace(/^application\//, "");
}
var CLAIMS_SET = "JWT Claims Set";

// src/http.ts
var LONGEST_URL = 2048;
var LONGEST_BODY = 65536;
function isLoopback(hostname) {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
function isSecure(url) {
  if (!isString(url) || url.length > LONGEST_URL) return false;
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username || password) return false;
  return protocol === "https:" || protocol === "http:" && isLoopback(hostname);
}
function secureUrl(url, option) {
  if (isSecure(url)) return new URL(url);
  const needed = `an https URL (http on this machine), without a password, in ${LONGEST_URL} characters`;
  throw new TypeError(`option ${option} is ${shownUrl(url)}; it must be ${needed}`);
}
function shownUrl(url) {
  if (!isString(url)) return shown(url);
  if (url.length > LONGEST_URL) return `a text of ${url.length} characters`;
  if (!URL.canParse(url)) return "no URL";
  return shown(publicPartOf(new URL(url)));
}
function publicPartOf(url) {
  const copy = new URL(url);
  copy.username = "";
  copy.password = "";
  copy.search = "";
  copy.hash = "";
  return copy.href;
}
function httpError(url, sentence, details = {}) {
  const code = details.error ? "ERR_OAUTH" : "ERR_HTTP";
  const address = publicPartOf(url);
  const shortened = address.length > 200 ? `${cut(address, 199)}…` : address;
  return new JoseError(code, `${shortened}: ${sentence}`, details);
}
async function readBody({ body }, url) {
  const octets = new Uint8Array(LONGEST_BODY);
  const reader = body?.getReader();
  let length = 0;
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    if (length + value.length > LONGEST_BODY) {
      throw httpError(url, `the answer has more than ${LONGEST_BODY} octets`);
    }
    octets.set(value, length);
    length += value.length;
  }
  return octets.subarray(0, length);
}
function objectIn(body) {
  try {
    return { json: parseJsonObject(body, "body") };
  } catch {
    return {};
  }
}
async function request(url, init, options) {
  const { fetch: send = fetch, signal, timeout = 1e4 } = options;
  const controller = new AbortController();
  const exchange = async () => {
    const sent = { ...init, redirect: "manual", signal: controller.signal };
    const response = await send(url.href, sent);
    return { url, response, ...objectIn(await readBody(response, url)) };
  };
  const late = () => httpError(url, `no whole answer within ${timeout} ms`);
  try {
    return await within(timeout, exchange(), late, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof JoseError) throw cause;
    throw httpError(url, "the request failed; see cause", { cause });
  } finally {
    controller.abort();
  }
}
function jsonOfSuccess({ url, response, json }, hint, members) {
  const { status, ok, headers } = response;
  const refuse = (sentence) => {
    throw httpError(url, sentence, { status });
  };
  if (status === 429 || status > 499) return refuse(`it answered status ${status}; try again later`);
  if (!ok && status < 400) return refuse(`it answered status ${status}, a redirect, which is not followed`);
  const type = shown(headers.get("content-type") ?? void 0);
  if (!ok) return refuse(`it answered status ${status}, content type ${type}; ${hint}`);
  if (!json) return refuse(`it answered status ${status}, content type ${type}, and no JSON object; ${hint}`);
  for (const [member, [expected, fits]] of Object.entries(members)) {
    if (!fits(json[member])) return refuse(`the answer's ${member} must be ${expected}`);
  }
  return json;
}
function freshness(headers, now) {
  const control = headers.get("cache-control") ?? "";
  if (/no-(store|cache)/i.test(control)) return 0;
  const age = Number(/^\d+$/.exec(headers.get("age") ?? "")) || 0;
  const maxAge = /(?:^|,)\s*max-age="?(\d*)/i.exec(control);
  if (maxAge) return Number(maxAge[1]) - age;
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
  keep,
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
    run.then(settle(keep), settle(fail));
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
var MEMBERS = {
  keys: ["a list of 100 keys at most", (keys) => Array.isArray(keys) && keys.length <= 100]
};
var REMOTE_JWKS_OPTIONS = {
  fetch: FUNCTION,
  timeout: MILLISECONDS,
  minAge: SECONDS,
  maxAge: SECONDS,
  cooldown: SECONDS,
  staleIfError: SECONDS,
  now: FUNCTION
};
var READ = ["kty", "kid", "alg", "use", "crv", "x", "y", "n", "e", "pub", "keys"];
function readMembers(key) {
  const received = isJsonObject(key) ? key : {};
  const kept = {};
  for (const member of READ) {
    const value = received[member];
    const isObject = typeof value === "object" && value !== null;
    if (value !== void 0) kept[member] = isObject ? false : value;
  }
  const { key_ops: operations } = received;
  if (operations !== void 0) kept.key_ops = isShortList(operations) ? operations : false;
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
    minAge = 0,
    maxAge = 86400,
    cooldown = 30,
    staleIfError = 0,
    now = Date.now
  } = options;
  const location = secureUrl(url, "url");
  let kept;
  let latest;
  let failure;
  function renewed(known, headers) {
    const merged = new Headers(known.headers);
    merged.delete("age");
    headers.forEach((value, name) => {
      merged.set(name, value);
    });
    return { jwks: known.jwks, headers: merged };
  }
  function judge(answer) {
    const { status, headers } = answer.response;
    const { keys } = jsonOfSuccess(answer, "a JWK Set is needed", MEMBERS);
    const type = headers.get("content-type") ?? void 0;
    const isJson = type && /^application\/([\w.-]+\+)?json *(;|$)/i.test(type);
    if (!isJson)
      throw httpError(location, `its content type is ${shown(type)}, and must be application/json`, {
        status
      });
    return { jwks: { keys: keys.map(readMembers) }, headers };
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
    const { jwks, headers } = stands ? renewed(known, received) : judge(answer);
    const since = now();
    const fresh = freshness(headers, since);
    const life = Math.min(maxAge, Math.max(minAge, fresh));
    return { jwks, headers, since, life };
  }
  function keep(loaded) {
    const control = loaded.headers.get("cache-control") ?? "";
    const storable = loaded.life > 0 || !/no-store/i.test(control);
    kept = storable ? loaded : void 0;
    latest = loaded;
  }
  const loading = createSharedTask({
    work: load,
    keep,
    fail(error) {
      failure = error;
    },
    patience: timeout * 2,
    now,
    late: () => httpError(location, `no answer within ${timeout * 2} ms`)
  });
  function isCooling() {
    return !loading.isRunning() && loading.beganWithin(cooldown * 1e3);
  }
  async function fetched() {
    if (failure && isCooling()) throw failure;
    return (await loading.run()).jwks;
  }
  function standsFor(seconds) {
    if (!kept) return false;
    const life = (kept.life + seconds) * 1e3;
    return isRecent(kept.since, life, now());
  }
  function mayBeStale() {
    return !/no-cache|must-revalidate/i.test(kept?.headers.get("cache-control") ?? "");
  }
  return {
    async get() {
      if (standsFor(0)) return kept.jwks;
      try {
        return await fetched();
      } catch (error) {
        if (mayBeStale() && standsFor(staleIfError)) return kept.jwks;
        throw error;
      }
    },
    async refresh() {
      return latest && !failure && isCooling() ? latest.jwks : fetched();
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
  function add(digest, share, end) {
    share.size++;
    shares.set(share.client, share);
    claimed.set(digest, share);
    const digests = expiring.get(end) ?? [];
    digests.push(digest);
    expiring.set(end, digests);
  }
  function remove(digest) {
    const share = claimed.get(digest);
    share.size--;
    claimed.delete(digest);
    if (share.size === 0) shares.delete(share.client);
  }
  function purge(second) {
    if (second === purged) return;
    purged = second;
    for (const [end, digests] of expiring) {
      if (end > second) continue;
      for (const digest of digests) remove(digest);
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
        `client ${shown(client)} has its share of the replay store, a quarter`
      );
    }
  }
  return {
    async claim(key, expiresAt, client = UNNAMED) {
      expectKind(key, "key", STRING);
      expectKind(expiresAt, "expiresAt", SECONDS);
      const octets = await subtleCrypto().digest("SHA-256", UTF82.encode(key));
      const digest = base64urlOf(new Uint8Array(octets));
      purge(Math.floor(now() / 1e3));
      if (claimed.has(digest)) return false;
      const share = shareOf(client);
      checkRoom(share);
      add(digest, share, Math.ceil(expiresAt) + MARGIN);
      return true;
    }
  };
}

// src/server/assertion-verifier.ts
var OPTIONS = /* @__PURE__ */ Object.assign(
  {
    audience: TEXT_OR_TEXTS,
    client: FUNCTION,
    algorithms: TEXTS,
    replayStore: STORE,
    clockTolerance: SECONDS,
    maxLifetime: SECONDS
  },
  REMOTE_JWKS_OPTIONS
);
var TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
var LONGEST_ASSERTION = 16384;
var LONGEST_JTI = 256;
var MOST_SETS = 1e3;
function requestError(parameter, sentence) {
  const details = { error: "invalid_request", status: 400, claim: parameter };
  return new JoseError("ERR_OAUTH", `parameter ${parameter} ${sentence}`, details);
}
function parameterOf(parameters, name) {
  const { getAll, [name]: value } = Object(parameters);
  const values = typeof getAll === "function" ? getAll.call(parameters, name) : [value];
  const [first = "", ...others] = values;
  if (others.length > 0) throw requestError(name, "is there twice");
  if (!isString(first)) throw requestError(name, "must be one string");
  return first;
}
function readRequest(parameters) {
  const jws = parameterOf(parameters, "client_assertion");
  const type = parameterOf(parameters, "client_assertion_type");
  const named = parameterOf(parameters, "client_id");
  if (!jws) throw requestError("client_assertion", "is missing; it must be a JWT");
  if (type !== TYPE) throw requestError("client_assertion_type", `must be ${TYPE}`);
  const assertion = parseJws(jws, { maxLength: LONGEST_ASSERTION });
  const claims = parseJsonObject(assertion.payload, CLAIMS_SET);
  const { iss, sub } = claims;
  if (!isString(iss) || iss === "") throw claimError("iss", iss, "a client_id");
  if (sub !== iss) throw claimError("sub", sub, `iss, ${shown(iss)}`);
  if (named && named !== iss) throw claimError("client_id", named, `iss, ${shown(iss)}`);
  if (!assertion.header.kid)
    throw new JoseError("ERR_JWS_FORM", "the JOSE Header has no kid, which names the key");
  return { assertion, claims, clientId: iss };
}
function createAssertionVerifier(options) {
  expectOptions(options, OPTIONS, { needed: ["audience", "client"], strict: true });
  const { audience, client, algorithms = ["RS384", "ES384"], replayStore, ...others } = options;
  const { clockTolerance = 5, maxLifetime = 300, ...remote } = others;
  const { now = Date.now, timeout = 5e3 } = remote;
  const store = replayStore ?? createMemoryReplayStore({ now });
  const sets = /* @__PURE__ */ new Map();
  function remoteSet(url) {
    const set = sets.get(url) ?? createRemoteJwks(url, remote);
    sets.delete(url);
    sets.set(url, set);
    if (sets.size > MOST_SETS) sets.delete(sets.keys().next().value);
    return set;
  }
  async function registrationOf(clientId, { jku }) {
    const late = () => new JoseError("ERR_HTTP", `the lookup of client ${shown(clientId)} took over ${timeout} ms`);
    const registered = await within(timeout, client(clientId), late);
    if (!registered) throw claimError("iss", clientId, "a registered client");
    const { jwks, jwksUri } = registered;
    if (jku !== void 0 && jku !== jwksUri) throw claimError("jku", jku, "the registered URL");
    const hasKeys = jwksUri ? isString(jwksUri) : jwks && isJwkSet(jwks);
    if (!hasKeys) throw new TypeError(`client ${shown(clientId)} is registered without jwks or jwksUri`);
    return registered;
  }
  async function keysOf({ jwks, jwksUri }, { kid }) {
    if (!jwksUri) return jwks;
    const set = remoteSet(jwksUri);
    const kept = await set.get();
    return kept.keys.some((jwk) => jwk?.kid === kid) ? kept : set.refresh();
  }
  function judgeClaims({ assertion, claims, clientId }) {
    const { header } = assertion;
    if (header.typ !== void 0) checkType(header, { typ: "JWT" });
    const time = now() / 1e3;
    const judged = checkClaims(claims, { issuer: clientId, audience, clockTolerance }, time);
    const { exp, jti } = judged;
    const latest = time + maxLifetime + clockTolerance;
    if (exp === void 0 || !(exp <= latest))
      throw claimError("exp", exp, `a time up to ${Math.floor(latest)}`);
    if (!jti || jti.length > LONGEST_JTI) throw claimError("jti", jti, `1 to ${LONGEST_JTI} characters`);
    return { exp, jti, claims: judged };
  }
  async function claimOnce(clientId, jti, exp) {
    const failed = (cause) => new JoseError("ERR_REPLAY", "the replay store failed; see cause", { cause });
    const late = () => new Error(`it did not answer within ${timeout} ms`);
    const claim = async () => store.claim(JSON.stringify([clientId, jti]), exp + clockTolerance, clientId);
    const first = await within(timeout, claim(), late).catch((cause) => {
      throw failed(cause ?? new Error("it gave no reason"));
    });
    if (first === true) return;
    if (first !== false) throw failed(new Error(`it answered ${typeOf(first)}, not true or false`));
    throw new JoseError("ERR_REPLAY", `jti ${shown(jti)} was used before; each request needs a new one`);
  }
  return {
    async verify(parameters) {
      const request2 = readRequest(parameters);
      const { assertion, clientId } = request2;
      const { header } = assertion;
      checkHeader(header, { algorithms });
      const registered = await registrationOf(clientId, header);
      const keys = await keysOf(registered, header);
      const verifier = await verifierFor(keys, header, { algorithms });
      await checkSignature(assertion, verifier);
      const { exp, jti, claims } = judgeClaims(request2);
      await claimOnce(clientId, jti, exp);
      return { clientId, claims, header };
    }
  };
}

// src/public-jwk.ts
var METADATA = ["kid", "alg", "use", "x5u", "x5t", "x5t#S256"];
function publicMembers(jwk) {
  if (!isKey(jwk)) throw keyTypeError(jwk, "a JWK");
  const [row] = algorithmsOfJwk(jwk);
  if (!row) throw jwkError(jwk, shapeFault(jwk));
  return bareKey(jwk, "verify", row);
}
function toPublicJwk(jwk) {
  const publicJwk = publicMembers(jwk);
  for (const member of METADATA) {
    const value = jwk[member];
    if (isString(value)) publicJwk[member] = value;
  }
  const { x5c } = jwk;
  if (Array.isArray(x5c)) publicJwk.x5c = x5c.filter(isString);
  if (jwk.key_ops) publicJwk.key_ops = ["verify"];
  return publicJwk;
}
function toPublicJwks(jwks) {
  expectJwkSet(jwks);
  const published = /* @__PURE__ */ new Map();
  for (const [index, jwk] of jwks.keys.entries()) {
    if (!isKey(jwk)) throw jwkError({ kty: "" }, `number ${index} of the set is ${typeOf(jwk)}, not a JWK`);
    const publicJwk = toPublicJwk(jwk);
    const { kid } = publicJwk;
    if (!kid) throw jwkError(publicJwk, "it has no kid, which each key of a published set needs");
    const twin = published.get(kid);
    if (twin && canonical(twin) !== canonical(publicJwk))
      throw jwkError(publicJwk, "another key of the set has its kid");
    published.set(kid, publicJwk);
  }
  return { keys: [...published.values()] };
}
function canonical(jwk) {
  return JSON.stringify(inOrder(publicMembers(jwk)));
}

// src/server/responses.ts
function tagOf(text) {
  let hash = 2166136261;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0), 16777619);
  return `W/"${text.length}-${hash >>> 0}"`;
}
var REQUEST = ["a Request", (value) => typeof Object(Object(value).headers).get === "function"];
var SECONDS_KEPT = [
  "whole seconds, 0 or more",
  (value) => Number.isInteger(value) && Number(value) >= 0
];
function createJwksResponse(jwks, options = {}) {
  expectOptions(options, { maxAge: SECONDS_KEPT, request: REQUEST });
  const { maxAge = 300, request: request2 } = options;
  const received = (name) => request2?.headers.get(name) ?? "";
  const body = JSON.stringify(toPublicJwks(jwks));
  const etag = tagOf(body);
  const headers = new Headers({ "cache-control": `max-age=${maxAge}`, etag, vary: "accept, origin" });
  if (received("origin")) headers.set("access-control-allow-origin", "*");
  const known = received("if-none-match").split(",").map((tag) => tag.trim());
  if (known.includes(etag) || known.includes("*")) return new Response(null, { status: 304, headers });
  const kind = /\/jwk-set\+json/i.test(received("accept")) ? "jwk-set+json" : "json";
  headers.set("content-type", `application/${kind}`);
  return new Response(body, { headers });
}
var ANSWERS = {
  400: ["invalid_request", "a parameter is missing, or there twice"],
  401: ["invalid_client", "client authentication failed"],
  500: ["server_error", "the server failed"],
  503: ["temporarily_unavailable", "try again later, with a new assertion"]
};
function toOAuthErrorResponse(thrown) {
  const status = statusOf(Object(thrown));
  const [error, error_description] = ANSWERS[status];
  return Response.json({ error, error_description }, { status, headers: { "cache-control": "no-store" } });
}
function statusOf({ name, code, error, cause }) {
  if (name !== "JoseError" || code === "ERR_CRYPTO") return 500;
  if (error === "invalid_request") return 400;
  const storeFailed = code === "ERR_REPLAY" && cause !== void 0;
  return code === "ERR_HTTP" || storeFailed ? 503 : 401;
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
   * Answer a claim: with `true` for the first of its key.
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
   * Delete what has expired, and say when there is more.
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
function isClient(value) {
  const { call, sendCommand } = Object(value);
  return typeof value === "object" && (typeof call === "function" || typeof sendCommand === "function");
}
var CLIENT = ["a client with a method call or sendCommand", isClient];
function createRedisReplayStore(client, options = {}) {
  expectKind(client, "client", CLIENT);
  expectOptions(options, { ...SHARED_STORE_OPTIONS, prefix: TEXT, now: FUNCTION });
  const { prefix = "jti:", timeout = 2e3, now = Date.now } = options;
  const send = (...command) => "call" in client ? client.call(...command) : client.sendCommand(command);
  return {
    async claim(key, expiresAt) {
      const life = Math.max(1, Math.ceil((expiresAt + MARGIN) * 1e3 - now()));
      const reply = await answerWithin(timeout, send("SET", prefix + key, "1", "PX", `${life}`, "NX"));
      if (reply === "OK") return true;
      if (reply === null || reply === void 0) return false;
      throw new JoseError("ERR_REPLAY", `Redis answered SET with ${typeOf(reply)}, not OK or nil`);
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
  toOAuthErrorResponse
};
