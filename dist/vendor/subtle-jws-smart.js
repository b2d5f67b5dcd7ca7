// subtle-jws-smart, of the npm package subtle-jws 0.1.0. MIT. Copyright (c) 2026 the subtle-jws authors.
// @ts-self-types="./subtle-jws-smart.d.ts"

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
var TEXT_OR_TEXTS = [
  "a string that is not empty, or a list of such",
  (value) => {
    const values = Array.isArray(value) ? value : [value];
    return values.length > 0 && [...values].every(isText);
  }
];
var COUNT = ["a number, 0 or more", (value) => isBetween(value, 0, Infinity)];
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
var SPARE_FAULT = "is cut off, or has spare bits";
function strangerFault(character) {
  return `has ${shown(character)}, which base64url without padding has not`;
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

// src/claims.ts
var TIME = ["a number of seconds since 1970", Number.isFinite];
function isAudience(value) {
  const isList2 = Array.isArray(value) && !("toJSON" in value);
  return isString(value) || isList2 && [...value].every(isString);
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
  const isList2 = Array.isArray(operations) && new Set(operations).size === operations.length;
  const allows = isList2 && (operations.length === 0 || operations.includes(use));
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

// src/jws.ts
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
async function signJwt(claims, key, header) {
  expectClaims(claims);
  return signCompact(jsonOf(claims, "claims"), signerFor(key), "JWT", header);
}

// src/smart/assertion.ts
var LIFE = [
  "whole seconds, 1 to 300",
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 300
];
var OPTIONS = {
  clientId: TEXT,
  audience: TEXT_OR_TEXTS,
  key: ANYTHING,
  jku: TEXT,
  expiresIn: LIFE,
  now: FUNCTION,
  jti: TEXT,
  claims: PLAIN_OBJECT
};
function randomName() {
  return base64urlOf(crypto.getRandomValues(new Uint8Array(16)));
}
async function createClientAssertion(options) {
  expectOptions(options, OPTIONS, { needed: ["clientId", "audience"] });
  const { clientId, audience, jku, expiresIn = 240, now = Date.now, jti = randomName(), claims } = options;
  for (const url of [audience].flat()) secureUrl(url, "audience");
  if (jku !== void 0) secureUrl(jku, "jku");
  const signer = await signerFor(options.key);
  expect(signer.kid, "the key has no kid; it must have that of the published key");
  const iat = Math.floor(now() / 1e3);
  expect(iat >= 0, "option now gives no time; it must give milliseconds since 1970");
  const registered = { iss: clientId, sub: clientId, aud: audience, exp: iat + expiresIn, iat, jti };
  return signJwt({ ...claims, ...registered }, signer, { jku });
}
function clientAssertionParams(assertion) {
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion
  };
}

// src/smart/configuration.ts
var isList = (value) => Array.isArray(value) && value.every(isString);
var LIST = ["a list of strings, or absent", (value = []) => isList(value)];
function listWith(...needed) {
  const fits = (value) => isList(value) && needed.some((name) => value.includes(name));
  return [`a list with ${needed.join(" or ")}, or absent`, (value) => value === void 0 || fits(value)];
}
var MEMBERS = {
  token_endpoint: ["an https URL", isSecure],
  token_endpoint_auth_methods_supported: /* @__PURE__ */ listWith("private_key_jwt"),
  token_endpoint_auth_signing_alg_values_supported: /* @__PURE__ */ listWith("RS384", "ES384"),
  scopes_supported: LIST,
  capabilities: LIST
};
function fhirBase(url) {
  const base = secureUrl(url, "fhirBaseUrl");
  base.search = "";
  base.hash = "";
  const { pathname } = base;
  let end = pathname.length;
  while (pathname[end - 1] === "/") end--;
  base.pathname = `${pathname.slice(0, end)}/`;
  return base;
}
function requestConfiguration(base, options) {
  return request(
    new URL(".well-known/smart-configuration", base),
    { headers: { accept: "application/json" } },
    options
  );
}
function judgeConfiguration(answer) {
  const configuration = jsonOfSuccess(answer, "is fhirBaseUrl right?", MEMBERS);
  const { protocol } = new URL(configuration.token_endpoint);
  if (answer.url.protocol === "https:" && protocol !== "https:") {
    throw httpError(answer.url, "its token_endpoint is on http; it must be on https", { status: 200 });
  }
  return configuration;
}
async function fetchSmartConfiguration(fhirBaseUrl, options = {}) {
  expectOptions(options, HTTP_OPTIONS);
  return judgeConfiguration(await requestConfiguration(fhirBase(fhirBaseUrl), options));
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

// src/smart/token-source.ts
var REMEDIES = /* @__PURE__ */ new Map([
  [
    "invalid_client",
    "is client_id registered, with this kid and aud, and the clock right? (ask subtle-jws doctor)"
  ],
  ["invalid_scope", "ask for scopes that the client is registered for"]
]);
var TOKEN = ["visible ASCII", (token) => isString(token) && /^[!-~]+$/.test(token)];
var BEARER = ["bearer", (type) => isString(type) && type.toLowerCase() === "bearer"];
var TOKEN_LIFE = [
  "a number of seconds, 1 or more, and under a year",
  (life) => typeof life === "number" && life >= 1 && life < 31536e3
];
var MEMBERS2 = {
  access_token: TOKEN,
  token_type: BEARER,
  expires_in: TOKEN_LIFE,
  scope: ["a string, the scopes granted", isString]
};
function requestToken(url, scope, assertion, options) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    scope,
    ...clientAssertionParams(assertion)
  });
  return request(url, { method: "POST", body, headers: { accept: "application/json" } }, options);
}
function judgeToken(answer, requested, sent) {
  const { url, response, json } = answer;
  const { error, error_description: description } = json ?? {};
  if (error && isString(error)) {
    const { status } = response;
    const known = isBusy(status) ? "try again later" : REMEDIES.get(error);
    const remedy = known ?? "is the client registered for client_credentials?";
    const details = { status, error, ...isString(description) && { description } };
    throw httpError(url, `the server refused with ${shown(error)}; ${remedy}`, details);
  }
  const granted = jsonOfSuccess(answer, "is tokenEndpoint right?", MEMBERS2);
  const { access_token: accessToken, expires_in: life, scope } = granted;
  const scopes = scope.split(" ");
  const missingScopes = requested.split(" ").filter((name) => name && !scopes.includes(name));
  return { accessToken, scope, missingScopes, expiresAt: sent + life };
}
function createTokenSource(options) {
  const { base, tokenEndpoint, scope, assertion, retries, timeout, now } = options;
  const budget = timeout * 3;
  let discovered;
  let kept;
  let ahead = 0;
  async function discover() {
    if (discovered && now() < discovered.until) return discovered.endpoint;
    const answer = await requestConfiguration(base, options);
    const { token_endpoint: endpoint } = judgeConfiguration(answer);
    const life = Math.min(freshness(answer.response.headers, now()), 86400);
    discovered = { endpoint, until: now() + life * 1e3 };
    return endpoint;
  }
  async function ask(endpoint) {
    const sent = Math.floor(now() / 1e3);
    const { audience = endpoint, ...rest } = assertion;
    const signed = await createClientAssertion({ ...rest, audience, now: () => now() + ahead });
    let headers = new Headers();
    try {
      const answer = await requestToken(new URL(endpoint), scope, signed, options);
      headers = answer.response.headers;
      const token = judgeToken(answer, scope, sent);
      const margin = Math.min(60, Math.max(5, (token.expiresAt - sent) / 10));
      return { kept: { token, until: (token.expiresAt - margin) * 1e3 }, headers };
    } catch (error) {
      return { error, headers };
    }
  }
  function delayAfter(attempt, headers) {
    const retryAfter = headers.get("retry-after") ?? "";
    const sent = Date.parse(headers.get("date") ?? "") || now();
    const wait = Number(retryAfter) * 1e3 || Date.parse(retryAfter) - sent || 0;
    const backoff = 250 * 2 ** attempt;
    return Math.max(backoff, wait) + backoff * Math.random();
  }
  function otherTime(headers) {
    const difference = Date.parse(headers.get("date") ?? "") - now();
    const isBelievable = Math.abs(difference) > LEAST_DIFFERENCE && Math.abs(difference) < MOST_DIFFERENCE;
    return ahead === 0 && isBelievable ? difference : 0;
  }
  async function renew(began) {
    const endpoint = tokenEndpoint ?? await discover();
    let isCorrected = false;
    for (let attempt = 0; ; ) {
      const { kept: granted, error, headers } = await ask(endpoint);
      if (granted) return granted;
      if (isRefusal(error)) {
        const other = isCorrected ? 0 : otherTime(headers);
        const isNew = !isCorrected && other !== ahead;
        ahead = other;
        isCorrected = true;
        if (isNew) continue;
      }
      const delay = delayAfter(attempt, headers);
      const hopeless = !isTransient(error) || attempt >= retries || now() + delay > began + budget;
      if (hopeless) {
        discovered = void 0;
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, delay));
      attempt++;
    }
  }
  const renewal = createSharedTask({
    work: renew,
    keep(granted) {
      kept = granted;
    },
    fail() {
    },
    patience: budget,
    now,
    late: () => new JoseError("ERR_HTTP", `no access token within ${budget} ms; try again`)
  });
  return {
    async accessToken(signal) {
      if (kept && now() < kept.until) return kept.token;
      return (await renewal.run(signal)).token;
    },
    drop(accessToken) {
      if (kept?.token.accessToken === accessToken) kept = void 0;
    }
  };
}
var LEAST_DIFFERENCE = 1e3;
var MOST_DIFFERENCE = 36e5;
function isBusy(status) {
  return status === 429 || status > 499;
}
function isRefusal(error) {
  return error instanceof JoseError && error.code === "ERR_OAUTH" && !isBusy(error.status);
}
function isTransient(error) {
  const { status } = error;
  return !status || isBusy(status);
}

// src/smart/backend-services.ts
var OPTIONS2 = {
  fhirBaseUrl: TEXT,
  tokenEndpoint: TEXT,
  clientId: TEXT,
  key: ANYTHING,
  scope: TEXT,
  audience: TEXT_OR_TEXTS,
  jku: TEXT,
  expiresIn: LIFE,
  claims: PLAIN_OBJECT,
  retries: COUNT,
  timeout: MILLISECONDS,
  responseTimeout: MILLISECONDS,
  fetch: FUNCTION,
  now: FUNCTION
};
function isRepeatable(body) {
  const types = [ArrayBuffer, Blob, FormData, URLSearchParams];
  return body == null || isString(body) || ArrayBuffer.isView(body) || types.some((type) => body instanceof type);
}
var TRICKS = /%(25)*(2f|5c)|%(25)+2e|(\.|%2e){2}(;|%(25)*3b)/i;
function isBelow({ href }, base) {
  const address = `${href.replace(/[?#].*/, "")}/`;
  const path = address.slice(base.href.length);
  return address.startsWith(base.href) && !TRICKS.test(path);
}
function createBackendServicesClient(options) {
  expectOptions(options, OPTIONS2, { needed: ["clientId", "scope"] });
  const { fhirBaseUrl, tokenEndpoint, clientId, key, scope, audience, jku, expiresIn, claims } = options;
  const { retries = 2, timeout = 1e4, responseTimeout = 3e5, now = Date.now } = options;
  expectSigningKey(key);
  expect(fhirBaseUrl ?? tokenEndpoint, "option fhirBaseUrl or option tokenEndpoint is needed");
  if (tokenEndpoint !== void 0) secureUrl(tokenEndpoint, "tokenEndpoint");
  const base = fhirBaseUrl === void 0 ? void 0 : fhirBase(fhirBaseUrl);
  const tokens = createTokenSource({
    base,
    tokenEndpoint,
    scope,
    assertion: { clientId, key, audience, jku, expiresIn, claims },
    retries,
    timeout,
    now,
    fetch: options.fetch
  });
  return {
    async accessToken(wait = {}) {
      expectOptions(wait, { signal: SIGNAL });
      return tokens.accessToken(wait.signal);
    },
    async fetch(input, init) {
      const original = input instanceof Request ? input : void 0;
      const url = new URL(original?.url ?? input, base);
      if (!base || !isBelow(url, base)) {
        throw httpError(url, `not sent, for a token goes to ${base ?? "fhirBaseUrl"} and below alone`);
      }
      const signal = init?.signal ?? original?.signal;
      async function sendWithToken() {
        const { accessToken } = await tokens.accessToken(signal);
        const headers = new Headers(init?.headers ?? original?.headers);
        headers.set("authorization", `Bearer ${accessToken}`);
        const ending = new AbortController();
        const late = () => httpError(url, `no answer began within ${responseTimeout} ms`);
        const { fetch: send = fetch } = options;
        const sent = send(original ?? url.href, {
          ...init,
          headers,
          redirect: "manual",
          signal: signal ?? ending.signal
        });
        try {
          const response2 = await within(responseTimeout, sent, late);
          if (response2.status === 401) tokens.drop(accessToken);
          return response2;
        } catch (error) {
          ending.abort();
          Promise.resolve(sent).then(({ body }) => body?.cancel()).catch(() => {
          });
          throw error;
        }
      }
      const response = await sendWithToken();
      const sendable = isRepeatable(init?.body) && /^(GET|HEAD)$/.test(original?.method ?? "GET");
      if (response.status !== 401 || !sendable) return response;
      response.body?.cancel().catch(() => {
      });
      return sendWithToken();
    }
  };
}
export {
  clientAssertionParams,
  createBackendServicesClient,
  createClientAssertion,
  fetchSmartConfiguration
};
