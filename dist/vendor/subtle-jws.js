// subtle-jws 0.1.0 (82 kB): keys, JWS, JWT and remote key sets. MIT. Copyright (c) 2026 the subtle-jws authors. npm: subtle-jws
// @ts-self-types="./subtle-jws.d.ts"

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
function bytesOf(value) {
  if (isBytes(value)) return value;
  return tagOf(value) === "ArrayBuffer" ? new Uint8Array(value) : void 0;
}
function classOf(value) {
  const found = typeOf(value);
  const name = tagOf(value);
  const isNamed = found === "an object" && name !== "Object" && /^[A-Z]\w{1,20}$/.test(name);
  if (!isNamed) return found;
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
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

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF8 = /* @__PURE__ */ new TextEncoder();
var DECODER = /* @__PURE__ */ new TextDecoder();
var ENCODE = /* @__PURE__ */ UTF8.encode(ALPHABET);
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
function withBase64url(head, value) {
  const octets = isString(value) ? utf8Of(value) : value;
  const whole = new Uint8Array(head.length + lengthOf(octets));
  whole.set(head);
  if (octets.toBase64) UTF8.encodeInto(base64urlOf(octets), whole.subarray(head.length));
  else write(octets, whole, head.length);
  return whole;
}
function utf8Of(text) {
  if (text.length * 3 > ROOM.length) return UTF8.encode(text);
  const { written } = UTF8.encodeInto(text, ROOM);
  return ROOM.subarray(0, written);
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
  return decodePart(UTF8.encode(text), what);
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
  if (!shortest) throw pemError("DER must have each length in its shortest form");
  return { length, start: at + 1 + octets };
}
function fields(der, what, ...tags) {
  const found = elements(der);
  const contents = [];
  for (const tag of [...tags, 0]) {
    const [element] = found;
    if (element?.tag === Math.abs(tag)) contents.push(found.shift().content);
    else if (tag < 0) contents.push(void 0);
    else if (tag || element) throw fieldError(what, element, tag);
  }
  return contents;
}
function fieldError(what, element, tag) {
  const named = (number) => number ? `tag ${number.toString(16)}` : "nothing";
  return pemError(`${what}: DER has ${named(element?.tag ?? 0)} where ${named(tag)} belongs`);
}
function sequence(der, what, ...tags) {
  const [content] = fields(der, what, SEQUENCE);
  return fields(content, what, ...tags);
}
function positive(content, what) {
  const [first = 128, second = 0] = content;
  const padded = first === 0;
  const minimal = !padded || second > 127;
  if (first > 127 || !minimal)
    throw pemError(`${what}: DER must have a positive INTEGER in its fewest octets`);
  return padded ? content.subarray(1) : content;
}
function ecdsaSignatureFromDer(der, alg) {
  expectBytes(der, "der");
  const { kty, size = 0 } = algorithmOf(alg);
  if (kty !== "EC")
    throw new JoseError("ERR_ALG", `${alg} has no DER signatures; ES256, ES384 and ES512 have`);
  const width = size / 2;
  const signature = new Uint8Array(size);
  try {
    const numbers = sequence(der, "a signature", INTEGER, INTEGER);
    for (const [i, content] of numbers.entries()) {
      const what = "rs"[i];
      const number = positive(content, what);
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
  const isEcdsa = algorithmOf(alg).kty === "EC";
  expect(
    format !== "der" || isEcdsa,
    `option format is "der", and signatures of ${alg} are not in DER; leave it out`
  );
  const late = () => new JoseError("ERR_SIGNATURE", `the signer gave no signature within ${timeout} ms`);
  return {
    alg,
    ...kid !== void 0 && { kid },
    async sign(signingInput) {
      let given;
      try {
        given = await within(timeout, sign(signingInput), late);
      } catch (cause) {
        if (cause instanceof JoseError) throw cause;
        throw new JoseError("ERR_SIGNATURE", "the signer failed; see cause", { cause });
      }
      const signature = bytesOf(given);
      if (!signature)
        throw new JoseError(
          "ERR_SIGNATURE",
          `the signer gave ${given === void 0 ? "nothing" : classOf(given)}, not a signature's octets`
        );
      return format === "der" ? ecdsaSignatureFromDer(signature, alg) : signature;
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
    throw new JoseError("ERR_JSON", `${what}: it has a member twice, which parsers read differently`);
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
var NOT_IN_JSON = ["undefined", "function", "symbol"];
function isJsonValue(value) {
  if (typeof value === "number") return Number.isFinite(value);
  return !NOT_IN_JSON.includes(typeof value);
}
var JSON_VALUE = ["a JSON value", isJsonValue];
function expectJsonMembers(object, name) {
  for (const member in object) {
    const value = object[member];
    if (!isJsonValue(value)) expectKind(value, `${name} ${shown(member)}`, JSON_VALUE);
  }
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
var SIGNING_CALLS = "PEM text: privateJwkFromPem, CryptoKey: importSigner, CryptoKeyPair: its privateKey";
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
function selectJwk(jwks, criteria) {
  const fitting = fittingJwks(jwks, criteria);
  const [jwk, other] = fitting;
  if (!other) return jwk;
  const names = firstOf(fitting.map(nameOf), 240);
  throw new JoseError("ERR_KEY_AMBIGUOUS", `several keys of the set fit: ${names}; name one by kid or alg`);
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
function selectSigningJwk(jwks, criteria = {}) {
  expectOptions(criteria, { kid: TEXT, alg: TEXT });
  expectJwkSet(jwks, SIGNING_CALLS);
  return selectJwk(jwks, { use: "sign", ...criteria });
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
function pairFault(numbers, { kty }) {
  const isFaulty = kty === "RSA" && !isPair(numbers);
  return isFaulty ? "its n, e, d, p, q, dp, dq and qi do not match" : void 0;
}
function isPair({ n, e, d, p, q, dp, dq, qi }) {
  if (p < 2n || q < 2n) return false;
  const remainders = [
    n - p * q,
    dp - d % (p - 1n),
    dq - d % (q - 1n),
    1n - e * dp % (p - 1n),
    1n - e * dq % (q - 1n),
    1n - q * qi % p
  ];
  const isSmall = d < n && qi < p;
  return isSmall && remainders.every((remainder) => remainder === 0n);
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
function barePrivateKey(jwk, row) {
  return bareKey(jwk, row, { ...row.public, ...row.private }, pairFault);
}
function importPrivateJwk(jwk, alg) {
  return importOnce(jwk, { use: "sign", alg }, async (key, criteria) => {
    const row = algorithmFor(key, criteria);
    const bare = barePrivateKey(key, row);
    const signing = importBare(bare, row, criteria.use, key.kid);
    if (row.kty !== "RSA" && !await isPair2(bare, row, signing))
      throw jwkError(key, "its private key does not match its public key");
    return signing;
  });
}
async function isPair2(bare, row, signing) {
  const publicKey = { ...bare };
  for (const member in row.private) delete publicKey[member];
  const [signer, { verify }] = await Promise.all([signing, importBare(publicKey, row, "verify")]);
  const probe = new Uint8Array(1);
  const signature = await signer.sign(probe).catch(() => probe);
  return verify(signature, probe).catch(() => false);
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
function cryptoKeyFault({ type, usages, algorithm }, use) {
  const { modulusLength: bits = 2048 } = algorithm;
  const needed = use === "sign" ? "private" : "public";
  if (type !== needed) return `it is ${type}, and to ${use} you need a ${needed} one`;
  if (!usages.includes(use)) return `its usages do not list "${use}"`;
  if (bits < 2048 || bits > 8192) return `it has ${bits} bits, and must have 2048 to 8192`;
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
  const [row, other] = namedBy(own, alg);
  let fault = cryptoKeyFault(key, use);
  if (!row) fault ??= `its algorithm, ${key.algorithm.name}, is not for ${alg ?? "a signature here"}`;
  if (other) fault ??= `it fits several algorithms; name one of ${namesOf(own)} as alg`;
  if (fault) throw new JoseError("ERR_JWK", `CryptoKey: ${fault}`);
  return bind(key, row, kid);
}
var SIGNING = { use: "sign", calls: SIGNING_CALLS, load: importPrivateJwk };
var VERIFYING = { use: "verify", calls: VERIFYING_CALLS, load: importPublicJwk };
function isCryptoKey(key) {
  const { kty, type, usages, algorithm } = Object(key);
  const isTyped = isString(type) && Array.isArray(usages);
  return kty === void 0 && isTyped && isString(Object(algorithm).name);
}
async function importKey(key, { use, calls, load }, options) {
  expectOptions(options, { alg: TEXT, kid: TEXT });
  if (isCryptoKey(key)) return importCryptoKey(key, use, options);
  if (!isKey(key)) throw keyTypeError(key, "a JWK, a JWK Set or a CryptoKey", calls);
  const { alg, kid } = options;
  const jwk = isJwkSet(key) ? selectJwk(key, { use, alg, kid }) : key;
  const imported = await load(jwk, alg);
  if (kid === void 0 || imported.kid === kid) return imported;
  if (imported.kid !== void 0) throw jwkError(jwk, `its kid is not ${shown(kid)}, which was asked for`);
  return { ...imported, kid };
}
async function importSigner(key, options = {}) {
  return importKey(key, SIGNING, options);
}
async function importVerifier(key, options = {}) {
  return importKey(key, VERIFYING, options);
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
var METADATA = ["kid", "alg", "use", "x5u", "x5t", "x5t#S256"];
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
function expectJwk(jwk) {
  const isSet = isKey(jwk) && isJwkSet(jwk);
  const found = isSet ? "a JWK Set" : void 0;
  if (!isKey(jwk) || isSet) throw keyTypeError(jwk, "a JWK", VERIFYING_CALLS, found);
}
function publicHalfOrFault(jwk) {
  const { kty, alg } = jwk;
  if (kty === "oct") return 'it is a symmetric key (kty "oct"), which has no public half';
  const half = identityOrFault(jwk);
  if (isString(half)) return half;
  for (const member of METADATA) {
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
function toPublicJwk(jwk) {
  expectJwk(jwk);
  const half = publicHalfOrFault(jwk);
  if (isString(half)) throw jwkError(jwk, half);
  return completed(half);
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
async function jwkThumbprint(jwk) {
  expectJwk(jwk);
  const digest = await subtleCrypto().digest("SHA-256", UTF8.encode(canonical(jwk)));
  return encodeBase64url(new Uint8Array(digest));
}

// src/generate.ts
var MODULUS_LENGTH = /* @__PURE__ */ wholeNumber("a number of bits, 2048 to 8192", 2048, 8192);
async function generatePair(row, options, extractable) {
  expectOptions(options, { kid: TEXT, modulusLength: MODULUS_LENGTH });
  const { modulusLength = 2048 } = options;
  const publicExponent = new Uint8Array([1, 0, 1]);
  const wanted = { ...row, modulusLength, publicExponent };
  const subtle = subtleCrypto();
  function generate() {
    return subtle.generateKey(wanted, extractable, ["sign", "verify"]);
  }
  try {
    return await generate().catch(generate);
  } catch (error) {
    const { name } = error;
    throw new JoseError("ERR_CRYPTO", `WebCrypto here cannot make ${row.alg} keys (${name})`);
  }
}
async function exportJwk(key, use, row, kid) {
  const exported = await subtleCrypto().exportKey("jwk", key);
  const isPrivate = use === "sign";
  const bare = isPrivate ? barePrivateKey(exported, row) : bareKey(exported, row, row.public, pointFault);
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
var FOREIGN_OPTIONS = [
  "algorithm",
  "audience",
  "expiresIn",
  "issuer",
  "keyid",
  "notBefore",
  "subject"
];
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
var WHERE_IT_GOES = "exp (in seconds), aud and the like are claims, alg and kid the key’s";
function readHeader(header) {
  expectKind(header, "header", PLAIN_OBJECT);
  const entries = Object.entries(header).filter(([, value]) => value !== void 0);
  const members = Object.fromEntries(entries);
  const foreign = FOREIGN_OPTIONS.find((name) => Object.hasOwn(members, name));
  expect(!foreign, `header has ${foreign}; ${WHERE_IT_GOES}`);
  expectJsonMembers(members, "header");
  return JSON.parse(jsonOf(members, "header"));
}
function expectSound(header) {
  const fault = memberFault(header) ?? critFault(header);
  expect(!fault, `JOSE Header: ${fault}`);
}
function encodeHeader({ alg, kid }, typ, added) {
  const header = { alg, kid, typ, ...added };
  if (header.alg !== alg) {
    throw new JoseError("ERR_ALG", `the header's alg is ${shown(header.alg)}, and the key is for ${alg}`);
  }
  expectSound(header);
  const json = UTF8.encode(JSON.stringify(inOrder(header)));
  return UTF8.encode(`${base64urlOf(json)}.`);
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
  const fixed = isString(payload) ? payload : new Uint8Array(payload);
  const added = header === void 0 ? void 0 : readHeader(header);
  const signer = key instanceof Promise ? await key : key;
  const row = algorithmOf(signer.alg, "the Signer's alg");
  const head = added ? encodeHeader(signer, typ, added) : usualHeader(signer, typ);
  const signingInput = withBase64url(head, fixed);
  const text = DECODER.decode(signingInput);
  const given = await signer.sign(signingInput);
  return `${text}.${base64urlOf(signatureOf(given, row))}`;
}
function signatureOf(given, { alg, size, kty }) {
  const signature = bytesOf(given);
  const octets = signature?.length ?? 0;
  const isWhole = size ? octets === size : octets >= 256 && octets <= 1024;
  if (signature && isWhole) return signature;
  const found = signature || given === void 0 ? `${octets} octets` : classOf(given);
  const isDer = kty === "EC" && signature?.[0] === 48;
  const remedy = isDer ? "; it is DER: externalSigner with format: 'der'" : "";
  const needed = `${size ?? "256 to 1024"} octets of ${alg}`;
  throw new JoseError("ERR_SIGNATURE", `the signer gave ${found}, not the ${needed}${remedy}`);
}
var DOT = 46;
function parseJws(jws, { maxLength = 65536 } = {}) {
  expectKind(jws, "JWS", STRING);
  if (!(jws.length <= maxLength)) {
    throw new JoseError("ERR_JWS_FORM", `the JWS has ${jws.length} characters, more than ${maxLength}`);
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

// src/claims.ts
var CLAIM_EXPECTATIONS = {
  // One literal: bundlers would keep a template with another kind's words in bundles that only sign.
  issuer: [
    "a string that is not empty, or a list of such, or a function",
    (value) => FUNCTION[1](value) || TEXT_OR_TEXTS[1](value)
  ],
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
function expectClaims(claims) {
  expectKind(claims, "claims", PLAIN_OBJECT);
  const members = claims;
  const claim = mistypedClaim(members);
  if (claim) expectKind(members[claim], `claim ${claim}`, REGISTERED[claim]);
  expectJsonMembers(members, "claim");
  expect(typeof members.toJSON !== "function", "claims has a toJSON; it must be an object of claims");
}
function checkNamed(claims, expected) {
  const { issuer, subject, audience, requiredClaims = [] } = expected;
  for (const claim of requiredClaims) {
    if (!Object.hasOwn(claims, claim)) throw claimError(claim, void 0, "there");
  }
  if (typeof issuer === "function") checkIssuer(claims, issuer);
  else checkOneOf("iss", claims.iss, issuer);
  checkOneOf("sub", claims.sub, subject);
  checkOneOf("aud", claims.aud, audience);
}
function checkIssuer(claims, isAccepted) {
  const { iss } = claims;
  let given = false;
  try {
    if (iss !== void 0) given = isAccepted(iss, claims);
  } catch (cause) {
    const sentence = `iss is ${shown(iss)}, and the function issuer failed on it; see cause`;
    throw new JoseError("ERR_CLAIM", sentence, { claim: "iss", cause });
  }
  if (given === true) return;
  const found = given === false ? "" : `, and it gave ${typeOf(given)}`;
  throw claimError("iss", iss, `one for which the function issuer gives true${found}`);
}
function checkOneOf(claim, value, accepted) {
  if (accepted === void 0) return;
  const values = listOf(value).filter(isString);
  const isAccepted = values.some((one) => listOf(accepted).includes(one));
  if (!isAccepted) throw claimError(claim, value, listed(accepted));
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
function checkClaims(claims, expected, now) {
  checkTypes(claims);
  checkNamed(claims, expected);
  checkTimes(claims, expected, now);
  return claims;
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
var VERIFY_JWT_OPTIONS = /* @__PURE__ */ Object.assign(
  { typ: TEXT_OR_TEXTS, now: FUNCTION },
  VERIFY_JWS_OPTIONS,
  CLAIM_EXPECTATIONS
);
function signerFor(key) {
  expectSigningKey(key);
  if (isSigner(key)) return key;
  const jwk = isJwkSet(key) ? selectJwk(key, { use: "sign" }) : key;
  return importPrivateJwk(jwk);
}
function expectSigningKey(key) {
  if (isSigner(key) || isKey(key)) return;
  throw keyTypeError(key, "a JWK, a JWK Set or a Signer", SIGNING_CALLS);
}
function isSigner(key) {
  return typeof key?.sign === "function";
}
function isVerifier(key) {
  return typeof key?.verify === "function";
}
async function verifierFor(keys, header, options) {
  const isLookup = typeof keys === "function";
  const given = isLookup ? await keys(header, options) : keys;
  const found = typeof given === "function" ? await given(header, options) : given;
  if (isVerifier(found)) return found;
  if (isKey(found)) {
    if (isJwkSet(found)) return verifierOfSet(found, header, options);
    return verifierOfJwk(found, header, options);
  }
  if (found || !isLookup) throw keyTypeError(found, "a JWK, a JWK Set or a Verifier", VERIFYING_CALLS);
  throw new JoseError("ERR_KEY_NOT_FOUND", `no key for kid ${shown(header.kid)}`);
}
var LONE_SURROGATE = /\p{Surrogate}/u;
var NOT_UTF8 = "payload has half of a surrogate pair, which UTF-8 cannot hold";
async function signJws(payload, key, header) {
  if (isString(payload)) expect(!LONE_SURROGATE.test(payload), NOT_UTF8);
  else expectBytes(payload, "payload");
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
function decodeJwt(jwt, options = {}) {
  const { header, payload } = decodeJws(jwt, options);
  return { header, claims: parseJsonObject(payload, CLAIMS_SET) };
}

// src/pem.ts
var RSA = "2a864886f70d010101";
var RSA_PSS = "2a864886f70d01010a";
var EC = "2a8648ce3d0201";
var KEY_USAGE = "551d0f";
var CURVES = {
  "2a8648ce3d030107": "P-256",
  "2b81040022": "P-384",
  "2b81040023": "P-521"
};
var RAW = {
  "2b6570": { kty: "OKP", crv: "Ed25519" },
  "608648016503040311": { kty: "AKP", alg: "ML-DSA-44" },
  "608648016503040312": { kty: "AKP", alg: "ML-DSA-65" },
  "608648016503040313": { kty: "AKP", alg: "ML-DSA-87" }
};
var OTHERS = {
  "2b656e": "X25519",
  "2b656f": "X448",
  "2b6571": "Ed448",
  "2b8104000a": "secp256k1",
  "2a8648ce380401": "DSA"
};
function hexOf(octets) {
  let hex = "";
  for (const octet of octets) hex += octet.toString(16).padStart(2, "0");
  return hex;
}
function otherError(fault, command) {
  return pemError(`${fault}; ${command} makes a supported one`);
}
function otherKey(oid) {
  const name = OTHERS[oid] ?? `OID ${oid} (hexadecimal)`;
  return otherError(
    `it is a key for ${name}, not for RSA, P-256, P-384, P-521, Ed25519 or ML-DSA`,
    "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out new.pem"
  );
}
function rsaNumbers(numbers, members) {
  const jwk = { kty: "RSA" };
  for (const [i, member] of members.entries()) {
    const octets = positive(numbers[i], member);
    jwk[member] = encodeBase64url(octets);
  }
  return jwk;
}
function rsaPrivateKey(der) {
  const members = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];
  const tags = members.map(() => INTEGER);
  const [version, ...numbers] = sequence(der, "an RSA private key", INTEGER, ...tags, -SEQUENCE);
  if (String(version) !== "0" || numbers[8]) throw pemError("an RSA private key must have two primes");
  return rsaNumbers(numbers, members);
}
function rsaPublicKey(der) {
  const numbers = sequence(der, "an RSA public key", INTEGER, INTEGER);
  return rsaNumbers(numbers, ["n", "e"]);
}
function ecError(fault, flag) {
  const command = `openssl ec ${flag}-in FILE -param_enc named_curve -conv_form uncompressed -out new.pem`;
  return otherError(`the EC key ${fault}`, command);
}
function ecKey(oid, point, flag) {
  if (!oid) throw ecError("has explicit parameters, or none, and no named curve", flag);
  const name = hexOf(oid);
  const crv = CURVES[name];
  if (!crv) throw otherKey(name);
  if (!point) throw ecError("lacks its public half", flag);
  const octets = wholeOctets(point);
  if (octets[0] !== 4) throw ecError("has a point that is not uncompressed", flag);
  const middle = (octets.length + 1) / 2;
  const x = encodeBase64url(octets.subarray(1, middle));
  const y = encodeBase64url(octets.subarray(middle));
  return { kty: "EC", crv, x, y };
}
function ecPrivateKey(der, around) {
  const what = "an EC private key";
  const [version, d, parameters, point] = sequence(der, what, INTEGER, OCTET_STRING, -160, -161);
  if (String(version) !== "1") throw pemError(`${what} must have version 1`);
  const [own] = parameters ? fields(parameters, what, -OID, -SEQUENCE) : [];
  const isTwo = own && around && String(own) !== String(around);
  if (isTwo) throw pemError(`${what} names two curves`);
  const bits = point && fields(point, what, BIT_STRING)[0];
  const half = ecKey(own ?? around, bits, "");
  return { ...half, d: encodeBase64url(d) };
}
function wholeOctets(bits) {
  if (bits[0] !== 0) throw pemError("a public key: DER must have a BIT STRING of whole octets");
  return bits.subarray(1);
}
function algorithmOfKey(identifier) {
  const NULL = 5;
  const [oid, , curve] = fields(identifier, "an algorithm", OID, -NULL, -OID, -SEQUENCE);
  return { oid: hexOf(oid), curve };
}
function seedOf(key, isMlDsa) {
  const SEED = 128;
  const what = "the private key";
  const [tag = 0] = key;
  const [content] = fields(key, what, isMlDsa && (tag === SEED || tag === SEQUENCE) ? tag : OCTET_STRING);
  if (isMlDsa && tag === OCTET_STRING)
    throw pemError("the ML-DSA key is the expanded one without its seed, which a JWK needs; make a new key");
  const [seed] = isMlDsa && tag === SEQUENCE ? fields(content, what, OCTET_STRING, OCTET_STRING) : [content];
  if (seed.length !== 32) throw pemError(`${what} has ${seed.length} octets, and must have 32`);
  return seed;
}
function pkcs8Of(identifier, tag, seed) {
  const key = [tag, seed.length, ...seed];
  const info = [2, 1, 0, SEQUENCE, identifier.length, ...identifier, OCTET_STRING, key.length, ...key];
  return Uint8Array.from([SEQUENCE, info.length, ...info]);
}
async function rawPrivateKey(raw, identifier, key) {
  const { alg } = raw;
  const name = alg ?? raw.crv;
  const [half, secret] = alg ? ["pub", "priv"] : ["x", "d"];
  const seed = seedOf(key, alg !== void 0);
  const subtle = subtleCrypto();
  const pkcs8 = pkcs8Of(identifier, alg ? 128 : OCTET_STRING, seed);
  try {
    const imported = await subtle.importKey("pkcs8", pkcs8, name, true, ["sign"]);
    const exported = await subtle.exportKey("jwk", imported);
    return { ...raw, [half]: exported[half], [secret]: encodeBase64url(seed) };
  } catch (error) {
    throw cryptoError(error, name);
  }
}
function privateKeyInfo(der) {
  const tags = [INTEGER, SEQUENCE, OCTET_STRING, -160, -129];
  const [, identifier, key] = sequence(der, "a private key", ...tags);
  const { oid, curve } = algorithmOfKey(identifier);
  const raw = RAW[oid];
  if (raw) return rawPrivateKey(raw, identifier, key);
  if (oid === RSA) return rsaPrivateKey(key);
  if (oid === EC) return ecPrivateKey(key, curve);
  throw oid === RSA_PSS ? pssError("-traditional") : otherKey(oid);
}
function pssError(flag) {
  const command = `openssl rsa -in FILE ${flag} | sed s/-PSS// > new.pem`;
  return otherError("it is an RSASSA-PSS key, not a plain RSA key with alg PS256, PS384 or PS512", command);
}
function publicKeyInfo(info) {
  const [identifier, bits] = fields(info, "a public key", SEQUENCE, BIT_STRING);
  const { oid, curve } = algorithmOfKey(identifier);
  const raw = RAW[oid];
  if (raw) {
    const member = raw.alg ? "pub" : "x";
    return { ...raw, [member]: encodeBase64url(wholeOctets(bits)) };
  }
  if (oid === RSA) return rsaPublicKey(wholeOctets(bits));
  if (oid === EC) return ecKey(curve, bits, "-pubin ");
  throw oid === RSA_PSS ? pssError("-pubin -RSAPublicKey_out") : otherKey(oid);
}
function certificate(der) {
  const what = "a certificate";
  const [tbs] = sequence(der, what, SEQUENCE, SEQUENCE, BIT_STRING);
  const names = [SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE];
  const identifiers = [-129, -130];
  const parts = fields(tbs, what, -160, INTEGER, ...names, SEQUENCE, ...identifiers, -163);
  const extensions = parts[9];
  if (extensions) checkKeyUsage(fields(extensions, "extensions", SEQUENCE)[0]);
  return publicKeyInfo(parts[6]);
}
function checkKeyUsage(extensions) {
  const BOOLEAN2 = 1;
  for (const { content } of elements(extensions)) {
    const [id, , value] = fields(content, "an extension", OID, -BOOLEAN2, OCTET_STRING);
    if (hexOf(id) !== KEY_USAGE) continue;
    const [usage] = fields(value, "keyUsage", BIT_STRING);
    const signs = (usage[1] & 192) !== 0;
    if (!signs) throw pemError("the certificate has a keyUsage without digitalSignature");
  }
}
var PRIVATE_KINDS = {
  "PRIVATE KEY": privateKeyInfo,
  "RSA PRIVATE KEY": rsaPrivateKey,
  "EC PRIVATE KEY": (der) => ecPrivateKey(der),
  "ENCRYPTED PRIVATE KEY": "openssl pkey -in FILE -out new.pem",
  "OPENSSH PRIVATE KEY": 'ssh-keygen -p -N "" -m PKCS8 -f FILE'
};
var PUBLIC_KINDS = {
  "PUBLIC KEY": (der) => publicKeyInfo(fields(der, "a public key", SEQUENCE)[0]),
  "RSA PUBLIC KEY": rsaPublicKey,
  CERTIFICATE: certificate,
  "TRUSTED CERTIFICATE": "openssl x509 -in FILE -out new.pem",
  "CERTIFICATE REQUEST": "openssl req -in FILE -pubkey -noout -out new.pem"
};
var PUBLIC_LABEL = /^((RSA )?PUBLIC KEY|(TRUSTED )?CERTIFICATE( REQUEST)?)$/;
var LONGEST = 131072;
function blocksOf(pem) {
  if (pem.length > LONGEST) throw pemError(`the PEM has ${pem.length} characters, more than ${LONGEST}`);
  const pieces = pem.replace(/\\+[rn]/g, "").split("-----");
  const blocks = [];
  for (const [i, piece] of pieces.entries()) {
    const body = pieces[i + 1];
    const end = pieces[i + 2];
    if (body === void 0 || !piece.startsWith("BEGIN ") || !end?.startsWith("END ")) continue;
    const label = piece.slice(6);
    const kind = body.includes("ENCRYPTED") ? "ENCRYPTED PRIVATE KEY" : label;
    blocks.push({ label, kind, body, end: end.slice(4) });
  }
  return blocks;
}
function noKeyFault(pem, blocks) {
  const [block] = blocks;
  if (blocks.some(({ kind }) => PUBLIC_LABEL.test(kind)))
    return "it is a public key, and signing takes the private key";
  if (block) return `it holds ${shown(block.label)}, which is not a supported key`;
  if (/BEGIN /.test(pem)) return "its BEGIN and END lines must be whole, with five dashes at both ends";
  return "no key found between -----BEGIN … KEY----- and -----END … KEY----- (JSON text: JSON.parse, base64 of PEM: decode it, DER: openssl pkey -inform DER -in FILE -out new.pem)";
}
function ofKinds(blocks, kinds) {
  return blocks.filter(({ kind }) => Object.hasOwn(kinds, kind));
}
function chooseBlock(blocks, kinds) {
  const candidates = ofKinds(blocks, kinds);
  const [block, other] = candidates;
  const isChain = candidates.every(({ kind }) => kind === "CERTIFICATE");
  if (other && !isChain) throw pemError("it holds several keys, and must hold one");
  const { label, end } = block;
  if (label !== end)
    throw pemError(`BEGIN ${label} must end with END ${label} and five dashes, not ${shown(end)}`);
  return block;
}
function derOf(body) {
  const base64 = body.replace(/[\s"']/g, "");
  const unpadded = base64.replace(/={1,2}$/, "");
  const text = unpadded.replace(/\+/g, "-").replace(/\//g, "_");
  const isPadded = base64 && base64.length % 4 === 0;
  const isWhole = isPadded && !/[-_]/.test(base64);
  const der = isWhole ? readBase64url(UTF8.encode(text)) : void 0;
  if (!der) throw pemError("the body is not base64; is it cut off, or edited?");
  return der;
}
async function jwkFromPem(pem, options, ...wanted) {
  expect(isString(pem), `pem is ${classOf(pem)}; it must be PEM text (octets: new TextDecoder().decode(…))`);
  expectOptions(options, { alg: TEXT, kid: TEXT });
  const { alg, kid } = options;
  const blocks = blocksOf(pem);
  const kinds = wanted.find((some) => ofKinds(blocks, some).length > 0);
  if (!kinds) throw pemError(noKeyFault(pem, blocks));
  const { kind, body } = chooseBlock(blocks, kinds);
  const read = kinds[kind];
  if (isString(read)) throw otherError(`it holds ${kind}, which is not supported`, read);
  const jwk = await read(derOf(body));
  if (kid !== void 0) jwk.kid = kid;
  if (alg !== void 0) jwk.alg = alg;
  const rows = algorithmsOfJwk(jwk);
  if (rows.length === 0) throw jwkError(jwk, shapeFault(jwk));
  return jwk;
}
async function privateJwkFromPem(pem, options = {}) {
  return jwkFromPem(pem, options, PRIVATE_KINDS);
}
async function publicJwkFromPem(pem, options = {}) {
  const command = "openssl pkey -in FILE -pubout -out new.pem";
  const kinds = { ...PRIVATE_KINDS, "ENCRYPTED PRIVATE KEY": command };
  return toPublicJwk(await jwkFromPem(pem, options, PUBLIC_KINDS, kinds));
}

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
var METADATA2 = ["kty", "kid", "alg", "use", "crv", "keys"];
function readMembers(received, read, secret) {
  const kept = {};
  for (const member of read) {
    const value = received[member];
    const isObject = typeof value === "object" && value !== null;
    if (value !== void 0) kept[member] = isObject ? false : value;
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
  const read = [...METADATA2, ...membersOf2("public")];
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
export {
  JoseError,
  createRemoteJwks,
  decodeBase64url,
  decodeJws,
  decodeJwt,
  ecdsaSignatureFromDer,
  encodeBase64url,
  externalSigner,
  generateJwk,
  generateSigner,
  importSigner,
  importVerifier,
  jwkThumbprint,
  privateJwkFromPem,
  publicJwkFromPem,
  selectSigningJwk,
  setSubtleCrypto,
  signJws,
  signJwt,
  toPublicJwk,
  toPublicJwks,
  verifyJws,
  verifyJwt
};
