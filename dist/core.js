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
var PLAIN_OBJECT = [
  "a plain object",
  (value) => Object.prototype.toString.call(value) === "[object Object]"
];
var ANYTHING = ["anything", () => true];
function expect(met, sentence) {
  if (!met) throw new TypeError(sentence);
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

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF8 = /* @__PURE__ */ new TextEncoder();
var ASCII = /* @__PURE__ */ new TextDecoder();
var ENCODE = /* @__PURE__ */ UTF8.encode(ALPHABET);
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
var UTF8_ROOM = /* @__PURE__ */ new Uint8Array(4096);
function base64urlOfText(text) {
  if (text.length * 3 > UTF8_ROOM.length) return base64urlOf(UTF8.encode(text));
  const { written } = UTF8.encodeInto(text, UTF8_ROOM);
  return base64urlOf(UTF8_ROOM.subarray(0, written));
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
  let bits2 = 0;
  for (; i < length; i++) {
    const sextet = DECODE[text[i]];
    seen |= sextet;
    group = group << 6 | sextet;
    bits2 += 6;
    if (bits2 >= 8) {
      bits2 -= 8;
      bytes[at++] = group >> bits2;
    }
  }
  const spare = group & (1 << bits2) - 1;
  return seen < 0 || bits2 === 6 || spare !== 0 ? void 0 : bytes;
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
function decodeBase64url(text, what = "text") {
  expectKind(text, what, STRING);
  return decodePart(UTF8.encode(text), what);
}

// src/algorithms.ts
var RSA_PRIVATE = { d: 0, p: 0, q: 0, dp: 0, dq: 0, qi: 0 };
function rsa(alg, name) {
  const bits2 = alg.slice(2);
  return {
    alg,
    kty: "RSA",
    public: { n: 0, e: 0 },
    private: RSA_PRIVATE,
    name,
    hash: `SHA-${bits2}`,
    saltLength: Number(bits2) / 8
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

// src/der.ts
var INTEGER = 2;
var BIT_STRING = 3;
var OCTET_STRING = 4;
var OID = 6;
var SEQUENCE = 48;
function pemError(sentence) {
  return new JoseError("ERR_PEM", sentence);
}
function elements(der) {
  const found = [];
  for (let at = 0; at < der.length; ) {
    const { length, start } = lengthAt(der, at + 1);
    const end = start + length;
    if (end > der.length) throw pemError("an element is longer than what holds it; is it cut off?");
    found.push({ tag: der[at], content: der.subarray(start, end) });
    at = end;
  }
  return found;
}
function lengthAt(der, at) {
  const first = der[at] ?? 0;
  if (first < 128) return { length: first, start: at + 1 };
  const octets = first - 128;
  let length = 0;
  for (let i = 1; i <= octets; i++) {
    const octet = der[at + i] ?? 0;
    length = length * 256 + octet;
  }
  const shortest = length > 127 && length >= 256 ** (octets - 1);
  if (!shortest) throw pemError("a length is not in its shortest definite form, which DER asks for");
  return { length, start: at + 1 + octets };
}
function take(from, index, tag, what) {
  const element = from[index];
  if (element?.tag === tag) return element.content;
  const found = element ? `tag ${element.tag.toString(16)}` : "nothing";
  throw pemError(`${what}: DER has ${found} where tag ${tag.toString(16)} belongs`);
}
function sequence(der, what) {
  const all = elements(der);
  if (all.length !== 1) throw pemError(`${what}: DER must be one SEQUENCE with nothing after it`);
  return elements(take(all, 0, SEQUENCE, what));
}
function positive(from, index, what) {
  const content = take(from, index, INTEGER, what);
  const [first = 128, second = 0] = content;
  const padded = first === 0;
  const minimal = !padded || second > 127;
  if (first > 127 || !minimal)
    throw pemError(`${what}: DER must have a positive INTEGER in its fewest octets`);
  return padded ? content.subarray(1) : content;
}
function bits(from, index, what) {
  const content = take(from, index, BIT_STRING, what);
  if (content[0] !== 0) throw pemError(`${what}: DER must have a BIT STRING of whole octets`);
  return content.subarray(1);
}
function ecdsaSignatureFromDer(der, alg) {
  const { kty, size = 0 } = algorithmOf(alg);
  if (kty !== "EC")
    throw new JoseError("ERR_ALG", `${alg} has no DER signatures; ES256, ES384 and ES512 have`);
  const width = size / 2;
  const signature = new Uint8Array(size);
  try {
    const parts = sequence(der, "a signature");
    if (parts.length !== 2) throw pemError("its SEQUENCE must hold r and s alone");
    for (const [i, what] of ["r", "s"].entries()) {
      const number = positive(parts, i, what);
      if (number.length > width) throw pemError(`${what} is longer than the ${width} octets of ${alg}`);
      signature.set(number, width * (i + 1) - number.length);
    }
  } catch (error) {
    throw new JoseError(
      "ERR_SIGNATURE",
      `the signature is no ECDSA signature in DER: ${error.message}`
    );
  }
  return signature;
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

// src/external-signer.ts
var FORMAT = ['"raw" or "der"', (value) => value === "raw" || value === "der"];
function externalSigner(options) {
  const kinds = { alg: STRING, kid: TEXT, sign: FUNCTION, format: FORMAT, timeout: MILLISECONDS };
  expectOptions(options, kinds, { needed: ["alg", "sign"] });
  const { alg, kid, sign, format, timeout = 1e4 } = options;
  algorithmOf(alg);
  const late = () => new JoseError("ERR_SIGNATURE", `the signer gave no signature within ${timeout} ms`);
  return {
    alg,
    ...kid !== void 0 && { kid },
    async sign(signingInput) {
      try {
        const signature = await within(timeout, sign(signingInput), late);
        expectBytes(signature, "signature");
        return format === "der" ? ecdsaSignatureFromDer(signature, alg) : signature;
      } catch (cause) {
        if (cause instanceof JoseError) throw cause;
        throw new JoseError("ERR_SIGNATURE", "the signer failed; see cause", { cause });
      }
    }
  };
}

// src/json.ts
var UTF82 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
var QUOTE = 34;
var COLON = 58;
var BACKSLASH = 92;
function parseJsonObject(bytes, what) {
  let value;
  try {
    value = JSON.parse(UTF82.decode(bytes));
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
function jsonOf(value, name) {
  try {
    return JSON.stringify(value);
  } catch {
    throw new TypeError(`${name} is no JSON: it is circular, too deep, or holds a BigInt`);
  }
}
function isJsonValue(value) {
  return !["undefined", "function", "symbol"].includes(typeof value);
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
function selectSigningJwk(jwks, criteria = {}) {
  expectOptions(criteria, { kid: TEXT, alg: TEXT });
  expectJwkSet(jwks);
  return selectJwk(jwks, { use: "sign", ...criteria });
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
  const bits2 = bitsOf(numbers.n);
  const { e } = numbers;
  if (bits2 < 2048) return `its n has ${bits2} bits, not 2048 or more`;
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
function setSubtleCrypto(subtle) {
  chosen = subtle;
}
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
function cryptoKeyFault({ type, usages, algorithm }, use) {
  const { modulusLength: bits2 = 2048 } = algorithm;
  const needed = use === "sign" ? "private" : "public";
  if (type !== needed) return `it is ${type}, and to ${use} takes a ${needed} one`;
  if (!usages.includes(use)) return `its usages do not list "${use}"`;
  if (bits2 < 2048 || bits2 > 8192) return `it has ${bits2} bits, and must have 2048 to 8192`;
  return void 0;
}
function algorithmsOfCryptoKey({ algorithm }) {
  const { name, hash, namedCurve } = algorithm;
  return ALGORITHMS.filter(
    (row) => row.name === name && row.hash === (hash?.name ?? row.hash) && row.namedCurve === (namedCurve ?? row.namedCurve)
  );
}
function importCryptoKey(key, use, { alg, kid }) {
  const own = algorithmsOfCryptoKey(key);
  const [row, other] = own.filter((candidate) => candidate.alg === (alg ?? candidate.alg));
  let fault = cryptoKeyFault(key, use);
  if (!row) fault ??= `its algorithm, ${key.algorithm.name}, is not for ${alg ?? "a signature here"}`;
  if (other) fault ??= `it fits several algorithms; name one of ${namesOf(own)} as alg`;
  if (fault) throw new JoseError("ERR_JWK", `CryptoKey: ${fault}`);
  return bind(key, row, kid);
}
function isCryptoKey(key) {
  const { kty, type, usages, algorithm } = Object(key);
  const isTyped = isString(type) && Array.isArray(usages);
  return kty === void 0 && isTyped && isString(Object(algorithm).name);
}
async function importKey(key, use, options) {
  expectOptions(options, { alg: TEXT, kid: TEXT });
  if (isCryptoKey(key)) return importCryptoKey(key, use, options);
  if (!isKey(key)) throw keyTypeError(key, "a JWK, a JWK Set or a CryptoKey");
  const { alg, kid } = options;
  const jwk = isJwkSet(key) ? selectJwk(key, { use, alg, kid }) : key;
  const imported = await importJwk(jwk, { use, alg });
  if (kid === void 0 || imported.kid === kid) return imported;
  if (imported.kid !== void 0) throw jwkError(jwk, `its kid is not ${shown(kid)}, which was asked for`);
  return { ...imported, kid };
}
async function importSigner(key, options = {}) {
  return importKey(key, "sign", options);
}
async function importVerifier(key, options = {}) {
  return importKey(key, "verify", options);
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
async function jwkThumbprint(jwk) {
  const digest = await subtleCrypto().digest("SHA-256", UTF8.encode(canonical(jwk)));
  return encodeBase64url(new Uint8Array(digest));
}

// src/generate.ts
var MODULUS_LENGTH = [
  "a number of bits, 2048 to 8192",
  (value) => typeof value === "number" && value >= 2048 && value <= 8192
];
async function generatePair(row, options, extractable) {
  expectOptions(options, { kid: TEXT, modulusLength: MODULUS_LENGTH });
  const { modulusLength = 2048 } = options;
  const publicExponent = new Uint8Array([1, 0, 1]);
  const wanted = { ...row, modulusLength, publicExponent };
  const subtle = subtleCrypto();
  try {
    return await subtle.generateKey(wanted, extractable, ["sign", "verify"]);
  } catch (error) {
    const { name } = error;
    throw new JoseError("ERR_CRYPTO", `WebCrypto here makes no ${row.alg} key (${name})`);
  }
}
async function exportJwk(key, use, row, kid) {
  const exported = await subtleCrypto().exportKey("jwk", key);
  const bare = bareKey(exported, use, row);
  const name = kid ?? await jwkThumbprint(bare);
  return { kid: name, alg: row.alg, use: "sig", key_ops: [use], ...bare };
}
async function generateJwk(alg, options = {}) {
  const row = algorithmOf(alg);
  const { privateKey } = await generatePair(row, options, true);
  return exportJwk(privateKey, "sign", row, options.kid);
}
async function generateSigner(alg, options = {}) {
  const row = algorithmOf(alg);
  const { privateKey, publicKey } = await generatePair(row, options, false);
  const publicJwk = await exportJwk(publicKey, "verify", row, options.kid);
  return { signer: bind(privateKey, row, publicJwk.kid), publicJwk, privateKey };
}

// src/jws.ts
var DECODE_OPTIONS = { maxLength: COUNT };
var VERIFY_JWS_OPTIONS = {
  maxLength: COUNT,
  algorithms: TEXTS,
  crit: TEXTS
};
var HEADERS = /* @__PURE__ */ new WeakMap();
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
function readHeader(header) {
  expectKind(header, "header", PLAIN_OBJECT);
  const members = Object.entries(header).filter(([, value]) => value !== void 0);
  for (const [member, value] of members) {
    expect(isJsonValue(value), `header ${shown(member)} is ${typeOf(value)}; it must be a JSON value`);
  }
  return JSON.parse(jsonOf(Object.fromEntries(members), "header"));
}
function encodeHeader({ alg, kid }, typ, added) {
  const header = { alg, kid, typ, ...added };
  if (header.alg !== alg) {
    throw new JoseError("ERR_ALG", `the header's alg is ${shown(header.alg)}, and the key is for ${alg}`);
  }
  const fault = memberFault(header) ?? critFault(header);
  expect(!fault, `JOSE Header: ${fault}`);
  return base64urlOfText(JSON.stringify(inOrder(header)));
}
function usualHeader(signer, typ) {
  const known = HEADERS.get(signer) ?? /* @__PURE__ */ new Map();
  const encoded = known.get(typ);
  if (encoded) return encoded;
  const made = encodeHeader(signer, typ);
  HEADERS.set(signer, known.set(typ, made));
  return made;
}
async function signCompact(payload, key, typ, header) {
  const encodedPayload = isString(payload) ? base64urlOfText(payload) : base64urlOf(payload);
  const added = header === void 0 ? void 0 : readHeader(header);
  const signer = key instanceof Promise ? await key : key;
  const { size: least = 256, size: most = 1024 } = algorithmOf(signer.alg);
  const encodedHeader = added ? encodeHeader(signer, typ, added) : usualHeader(signer, typ);
  const signingInput = `${encodedHeader}.${encodedPayload}`;
  const signature = await signer.sign(UTF8.encode(signingInput));
  const octets = isBytes(signature) ? signature.length : 0;
  if (octets < least || octets > most) {
    const range = least === most ? least : `${least} to ${most}`;
    throw new JoseError(
      "ERR_SIGNATURE",
      `the signer gave ${octets} octets, not the ${range} of ${signer.alg}`
    );
  }
  return `${signingInput}.${base64urlOf(signature)}`;
}
var DOT = 46;
function parseJws(jws, { maxLength = 65536 } = {}) {
  expectKind(jws, "JWS", STRING);
  if (!(jws.length <= maxLength)) {
    throw new JoseError("ERR_JWS_FORM", `the JWS has ${jws.length} characters, of ${maxLength} at most`);
  }
  const octets = UTF8.encode(jws);
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
function decodeJws(jws, options = {}) {
  expectOptions(options, DECODE_OPTIONS);
  const { header, payload, signature } = parseJws(jws, options);
  return { header, payload, signature };
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

// src/claims.ts
var CLAIM_EXPECTATIONS = {
  issuer: TEXT_OR_TEXTS,
  subject: TEXT,
  audience: TEXT_OR_TEXTS,
  maxAge: SECONDS,
  clockTolerance: SECONDS,
  requiredClaims: TEXTS
};
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
function expectClaims(claims) {
  expectKind(claims, "claims", PLAIN_OBJECT);
  for (const claim in claims) {
    const value = claims[claim];
    if (!isJsonValue(value))
      throw new TypeError(`claim ${shown(claim)} is ${typeOf(value)}; it must be a JSON value`);
  }
  const wrong = wrongType(claims);
  if (wrong) {
    const [claim, expected] = wrong;
    throw new TypeError(`claim ${claim} is ${typeOf(claims[claim])}; it must be ${expected}`);
  }
  expect(typeof claims.toJSON !== "function", "claims has a toJSON; it must be an object of claims");
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

// src/jwt.ts
var VERIFY_JWT_OPTIONS = /* @__PURE__ */ Object.assign(
  { typ: TEXT, now: FUNCTION },
  VERIFY_JWS_OPTIONS,
  CLAIM_EXPECTATIONS
);
function signerFor(key) {
  expectSigningKey(key);
  if (isSigner(key)) return key;
  const criteria = { use: "sign" };
  return importJwk(isJwkSet(key) ? selectJwk(key, criteria) : key, criteria);
}
function expectSigningKey(key) {
  if (!isSigner(key) && !isKey(key)) throw keyTypeError(key, "a JWK, a JWK Set or a Signer");
}
function isSigner(key) {
  return typeof key?.sign === "function";
}
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
async function signJws(payload, key, header) {
  if (!isString(payload)) expectBytes(payload, "payload");
  return signCompact(payload, signerFor(key), void 0, header);
}
async function verifyJws(jws, keys, options = {}) {
  expectOptions(options, VERIFY_JWS_OPTIONS, { strict: true });
  return verifyCompact(jws, keys, options);
}
async function verifyCompact(jws, keys, options) {
  const parsed = parseJws(jws, options);
  const { header, payload } = parsed;
  checkHeader(header, options);
  const verifier = await verifierFor(keys, header, options);
  await checkSignature(parsed, verifier);
  return { header, payload };
}
async function signJwt(claims, key, header) {
  expectClaims(claims);
  return signCompact(jsonOf(claims, "claims"), signerFor(key), "JWT", header);
}
async function verifyJwt(jwt, keys, options = {}) {
  expectOptions(options, VERIFY_JWT_OPTIONS, { strict: true });
  const { header, payload } = await verifyCompact(jwt, keys, options);
  const { now = Date.now } = options;
  checkType(header, options);
  const claims = checkClaims(parseJsonObject(payload, CLAIMS_SET), options, now() / 1e3);
  return { header, claims };
}
function checkType({ typ }, expected) {
  if (expected.typ === void 0 || mediaType(typ) === mediaType(expected.typ)) return;
  throw claimError("typ", typ, shown(expected.typ));
}
function mediaType(typ = "") {
  return typ.toLowerCase().replace(/^application\//, "");
}
var CLAIMS_SET = "JWT Claims Set";
function decodeJwt(jwt, options = {}) {
  const { header, payload } = decodeJws(jwt, options);
  return { header, claims: parseJsonObject(payload, CLAIMS_SET) };
}

// src/pem.ts
var RSA = "2a864886f70d010101";
var EC = "2a8648ce3d0201";
var ED25519 = "2b6570";
var KEY_USAGE = "551d0f";
var CURVES = {
  "2a8648ce3d030107": { crv: "P-256", size: 32 },
  "2b81040022": { crv: "P-384", size: 48 },
  "2b81040023": { crv: "P-521", size: 66 }
};
var TAGGED_0 = 160;
var TAGGED_1 = 161;
var TAGGED_3 = 163;
function hex(bytes) {
  const digits = (byte) => byte.toString(16).padStart(2, "0");
  return Array.from(bytes, digits).join("");
}
function rsaNumbers(from, first, members) {
  const jwk = { kty: "RSA" };
  for (const [i, member] of members.entries())
    jwk[member] = encodeBase64url(positive(from, first + i, member));
  return jwk;
}
function rsaPrivateKey(der) {
  const what = "an RSA private key";
  const parts = sequence(der, what);
  const version = hex(take(parts, 0, INTEGER, what));
  if (version !== "00" || parts.length !== 9) throw pemError(`${what} must have two primes (version 0)`);
  return rsaNumbers(parts, 1, ["n", "e", "d", "p", "q", "dp", "dq", "qi"]);
}
function rsaPublicKey(der) {
  const parts = sequence(der, "an RSA public key");
  if (parts.length !== 2) throw pemError("an RSA public key must have n and e, and nothing else");
  return rsaNumbers(parts, 0, ["n", "e"]);
}
function curveOf(oid) {
  const curve = CURVES[hex(oid)];
  if (!curve) throw pemError(`the curve (OID ${hex(oid)}) must be P-256, P-384 or P-521`);
  return curve;
}
function ecPoint(point, { crv, size }) {
  const uncompressed = point[0] === 4 && point.length === 1 + 2 * size;
  if (!uncompressed) throw pemError("the EC point must be uncompressed (openssl ec -conv_form uncompressed)");
  const x = encodeBase64url(point.subarray(1, 1 + size));
  const y = encodeBase64url(point.subarray(1 + size));
  return { kty: "EC", crv, x, y };
}
function ecPrivateKey(der, around) {
  const what = "an EC private key";
  const parts = sequence(der, what);
  if (hex(take(parts, 0, INTEGER, what)) !== "01") throw pemError(`${what} must have version 1`);
  const d = take(parts, 1, OCTET_STRING, what);
  const parameters = parts.find(({ tag }) => tag === TAGGED_0);
  const own = parameters && take(elements(parameters.content), 0, OID, "EC parameters");
  const oid = own ?? around;
  if (!oid) throw pemError(`${what} must name its curve (openssl ec -param_enc named_curve)`);
  if (own && around && hex(own) !== hex(around)) throw pemError(`${what} names two curves`);
  const curve = curveOf(oid);
  if (d.length !== curve.size) throw pemError(`d has ${d.length} octets, and must have ${curve.size}`);
  const point = parts.find(({ tag }) => tag === TAGGED_1);
  if (!point) throw pemError(`${what} must have its public key with it (openssl ec -in FILE writes both)`);
  const publicKey = ecPoint(bits(elements(point.content), 0, "a public key"), curve);
  return { ...publicKey, d: encodeBase64url(d) };
}
function algorithmIdentifier(parts, index) {
  const identifier = elements(take(parts, index, SEQUENCE, "an algorithm"));
  const oid = hex(take(identifier, 0, OID, "an algorithm"));
  if (oid !== EC) return { oid };
  return { oid, curve: take(identifier, 1, OID, "an EC key without a named curve") };
}
function ed25519Key(octets, member) {
  if (octets.length !== 32) throw pemError(`an Ed25519 key has ${octets.length} octets, and must have 32`);
  return { kty: "OKP", crv: "Ed25519", [member]: encodeBase64url(octets) };
}
function unknownKey(oid) {
  return pemError(`it is a key of another algorithm (OID ${oid}), not RSA, EC or Ed25519`);
}
function privateKeyInfo(der) {
  const parts = sequence(der, "a private key");
  take(parts, 0, INTEGER, "a version");
  const { oid, curve } = algorithmIdentifier(parts, 1);
  const key = take(parts, 2, OCTET_STRING, "a private key");
  if (oid === RSA) return rsaPrivateKey(key);
  if (oid === EC) return ecPrivateKey(key, curve);
  if (oid !== ED25519) throw unknownKey(oid);
  const seed = take(elements(key), 0, OCTET_STRING, "an Ed25519 private key");
  return ed25519Key(seed, "d");
}
function publicKeyInfo(parts) {
  const { oid, curve } = algorithmIdentifier(parts, 0);
  const key = bits(parts, 1, "a public key");
  if (oid === RSA) return rsaPublicKey(key);
  if (oid === EC) return ecPoint(key, curveOf(curve));
  if (oid === ED25519) return ed25519Key(key, "x");
  throw unknownKey(oid);
}
function certificate(der) {
  const what = "a certificate";
  const tbs = elements(take(sequence(der, what), 0, SEQUENCE, what));
  const versioned = tbs[0]?.tag === TAGGED_0 ? 1 : 0;
  const extensions = tbs.find(({ tag }) => tag === TAGGED_3);
  if (extensions) checkKeyUsage(sequence(extensions.content, "extensions"));
  return publicKeyInfo(elements(take(tbs, versioned + 5, SEQUENCE, what)));
}
function checkKeyUsage(extensions) {
  for (const { content } of extensions) {
    const parts = elements(content);
    if (hex(take(parts, 0, OID, "an extension")) !== KEY_USAGE) continue;
    const value = take(parts, parts.length - 1, OCTET_STRING, "keyUsage");
    const usage = take(elements(value), 0, BIT_STRING, "keyUsage");
    const signs = (usage[1] & 192) !== 0;
    if (!signs) throw pemError("the certificate is for another keyUsage than digitalSignature");
  }
}
var READERS = {
  "PRIVATE KEY": { use: "sign", read: privateKeyInfo },
  "RSA PRIVATE KEY": { use: "sign", read: rsaPrivateKey },
  "EC PRIVATE KEY": { use: "sign", read: (der) => ecPrivateKey(der) },
  "PUBLIC KEY": { use: "verify", read: (der) => publicKeyInfo(sequence(der, "a public key")) },
  "RSA PUBLIC KEY": { use: "verify", read: rsaPublicKey },
  CERTIFICATE: { use: "verify", read: certificate }
};
function readerOf(label) {
  return Object.hasOwn(READERS, label) ? READERS[label] : void 0;
}
var LONGEST = 131072;
function blocksOf(pem) {
  if (pem.length > LONGEST) throw pemError(`the PEM has ${pem.length} characters, of ${LONGEST} at most`);
  const pieces = pem.replace(/\\[rn]/g, "").split("-----");
  const blocks = [];
  for (const [i, piece] of pieces.entries()) {
    const body = pieces[i + 1];
    const end = pieces[i + 2];
    if (body === void 0 || !piece.startsWith("BEGIN ") || !end?.startsWith("END ")) continue;
    const label = piece.slice(6);
    blocks.push({ label, body, end: end.slice(4) });
  }
  return blocks;
}
function chooseBlock(blocks, use) {
  const holding = (wanted) => blocks.filter(({ label }) => readerOf(label)?.use === wanted);
  const publicOnes = holding("verify");
  const privateOnes = holding("sign");
  if (use === "sign" && !privateOnes[0] && publicOnes[0]) {
    throw pemError("it is a public key, and signing takes the private key");
  }
  const candidates = use === "verify" && publicOnes[0] ? publicOnes : privateOnes;
  const [block, other] = candidates;
  if (!block) throw pemError("no key found; it stands between -----BEGIN … KEY----- and -----END … KEY-----");
  const chain = candidates.every(({ label }) => label === "CERTIFICATE");
  if (other && !chain) throw pemError("it holds several keys, and must hold one");
  if (block.label !== block.end) throw pemError(`BEGIN ${block.label} ends in END ${shown(block.end)}`);
  return block;
}
function isEncrypted({ label, body }) {
  return label === "ENCRYPTED PRIVATE KEY" || body.includes("ENCRYPTED");
}
function derOf({ body }) {
  const base64 = body.replace(/[\s"']/g, "");
  const padded = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;
  if (!base64 || !padded.test(base64))
    throw pemError("the body is no base64; is it cut off, or its lines changed?");
  const unpadded = base64.replace(/=/g, "");
  return decodeBase64url(unpadded.replace(/\+/g, "-").replace(/\//g, "_"));
}
var ED25519_PKCS8 = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
async function withPublicHalf(jwk) {
  const subtle = subtleCrypto();
  const pkcs8 = Uint8Array.from([...ED25519_PKCS8, ...decodeBase64url(jwk.d)]);
  try {
    const key = await subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
    const { x } = await subtle.exportKey("jwk", key);
    return { ...jwk, x };
  } catch (error) {
    throw cryptoError(error, "Ed25519");
  }
}
async function jwkFromPem(pem, use, options) {
  expectKind(pem, "pem", STRING);
  expectOptions(options, { alg: TEXT, kid: TEXT });
  const { alg, kid } = options;
  const blocks = blocksOf(pem);
  if (blocks.some(isEncrypted) && use === "sign") {
    throw pemError("the key is encrypted; openssl pkey -in FILE -out plain.pem decrypts it");
  }
  const block = chooseBlock(blocks, use);
  const bare = READERS[block.label].read(derOf(block));
  const whole = bare.kty === "OKP" && bare.x === void 0 ? await withPublicHalf(bare) : bare;
  const jwk = { ...whole };
  if (kid !== void 0) jwk.kid = kid;
  if (alg !== void 0) jwk.alg = alg;
  if (algorithmsOfJwk(jwk).length === 0) throw jwkError(jwk, shapeFault(jwk));
  return jwk;
}
async function privateJwkFromPem(pem, options = {}) {
  return jwkFromPem(pem, "sign", options);
}
async function publicJwkFromPem(pem, options = {}) {
  return toPublicJwk(await jwkFromPem(pem, "verify", options));
}

// src/http.ts
var SIGNAL = /* @__PURE__ */ withMethods("an AbortSignal", "addEventListener");
var HTTP_OPTIONS = { fetch: FUNCTION, signal: SIGNAL, timeout: MILLISECONDS };
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
    const settle = (take2) => (outcome) => {
      if (pending !== run) return;
      pending = void 0;
      take2(outcome);
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

export {
  JoseError,
  typeOf,
  shown,
  isString,
  STRING,
  TEXT,
  TEXTS,
  TEXT_OR_TEXTS,
  COUNT,
  SECONDS,
  MILLISECONDS,
  FUNCTION,
  withMethods,
  PLAIN_OBJECT,
  ANYTHING,
  expect,
  expectKind,
  expectOptions,
  UTF8,
  base64urlOf,
  encodeBase64url,
  decodeBase64url,
  ecdsaSignatureFromDer,
  within,
  externalSigner,
  parseJsonObject,
  isJwkSet,
  selectSigningJwk,
  setSubtleCrypto,
  subtleCrypto,
  importSigner,
  importVerifier,
  toPublicJwk,
  toPublicJwks,
  jwkThumbprint,
  generateJwk,
  generateSigner,
  parseJws,
  decodeJws,
  checkHeader,
  checkSignature,
  claimError,
  checkClaims,
  signerFor,
  expectSigningKey,
  verifierFor,
  signJws,
  verifyJws,
  signJwt,
  verifyJwt,
  checkType,
  CLAIMS_SET,
  decodeJwt,
  privateJwkFromPem,
  publicJwkFromPem,
  SIGNAL,
  HTTP_OPTIONS,
  isSecure,
  secureUrl,
  httpError,
  request,
  jsonOfSuccess,
  freshness,
  createSharedTask,
  REMOTE_JWKS_OPTIONS,
  createRemoteJwks
};
//# sourceMappingURL=core.js.map
