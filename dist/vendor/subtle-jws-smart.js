// subtle-jws-smart 0.1.0 (55 kB): the SMART client. MIT. Copyright (c) 2026 the subtle-jws authors. npm: subtle-jws
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
var ANYTHING = ["anything", () => true];
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
function secondsOf(now) {
  const seconds = Math.floor(now() / 1e3);
  expect(seconds >= 0, "option now gives no time; it must give milliseconds since 1970");
  return seconds;
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
var SPARE_FAULT = "is cut off, or has spare bits";
function strangerFault(character) {
  return `has ${shown(character)}, which is not base64url without padding`;
}

// src/json.ts
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

// src/claims.ts
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
function expectClaims(claims) {
  expectKind(claims, "claims", PLAIN_OBJECT);
  const members = claims;
  const claim = mistypedClaim(members);
  if (claim) expectKind(members[claim], `claim ${claim}`, REGISTERED[claim]);
  expectJsonMembers(members, "claim");
  expect(typeof members.toJSON !== "function", "claims has a toJSON; it must be an object of claims");
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

// src/http.ts
var SIGNAL = /* @__PURE__ */ withMethods("an AbortSignal", "addEventListener");
var HTTP_OPTIONS = {
  fetch: FUNCTION,
  signal: SIGNAL,
  timeout: MILLISECONDS,
  allowInsecureRequests: BOOLEAN
};
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
function expectHeader(header) {
  expectSound(readHeader(header));
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
function keyTypeError(value, wanted, calls, found = kindOfNoKey(value)) {
  const others = "JSON text: JSON.parse, base64: decode it, KeyObject: export({ format: 'jwk' }), DER: as PEM, promise: await it";
  return new TypeError(`key is ${found}; it must be ${wanted} (${calls}, ${others})`);
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

// src/jwt.ts
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
async function signJwt(claims, key, header) {
  expectClaims(claims);
  return signCompact(jsonOf(claims, "claims"), signerFor(key), "JWT", header);
}

// src/smart/assertion.ts
var LIFE = /* @__PURE__ */ wholeNumber("whole seconds, 1 to 300", 1, 300);
var PROFILE = ['"smart" or "rfc10070"', (value) => value === "smart" || value === "rfc10070"];
var OPTIONS = {
  clientId: TEXT,
  audience: TEXT_OR_TEXTS,
  key: ANYTHING,
  jku: TEXT,
  profile: PROFILE,
  header: PLAIN_OBJECT,
  expiresIn: LIFE,
  now: FUNCTION,
  jti: TEXT,
  claims: PLAIN_OBJECT,
  allowInsecureRequests: BOOLEAN
};
function randomName() {
  return base64urlOf(crypto.getRandomValues(new Uint8Array(16)));
}
function expectAdded(option, names, made) {
  for (const name of names) {
    expect(!made.test(name), `option ${option} has ${shown(name)}, which the request makes itself`);
  }
}
function expectAssertionOptions(options) {
  const { jku, header = {}, claims = {}, profile, audience = "" } = options;
  if (jku !== void 0) secureUrl(jku, "jku", options);
  expectAdded("header", Object.keys(header), /^(alg|kid|jku)$/);
  expectClaims(claims);
  expectHeader({ alg: "", ...header });
  const isOne = profile !== "rfc10070" || isString(audience);
  expect(isOne, 'option audience is a list; with profile "rfc10070" it must be the issuer alone');
}
async function createClientAssertion(options) {
  expectOptions(options, OPTIONS, { needed: ["clientId", "audience"] });
  expectAssertionOptions(options);
  return signAssertion(options);
}
function isCertificate([name, value]) {
  return name.startsWith("x5") && Boolean(value);
}
async function signAssertion(options) {
  const { clientId, audience, jku, expiresIn = 240, now = Date.now, jti = randomName(), claims } = options;
  const usual = options.profile === "rfc10070" ? "client-authentication+jwt" : "JWT";
  const { typ = usual } = options.header ?? {};
  const header = { ...options.header, typ, jku };
  const signer = await signerFor(options.key);
  const isNamed = signer.kid ?? Object.entries(header).some(isCertificate);
  expect(isNamed, "the key has no kid; it must have that of the published key");
  const time = secondsOf(now);
  const exp = time + expiresIn;
  const iat = Math.max(time - 5, exp - 300, 0);
  return signJwt({ ...claims, iss: clientId, sub: clientId, aud: audience, exp, iat, jti }, signer, header);
}
function clientAssertionParams(assertion) {
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion
  };
}

// src/smart/configuration.ts
var TEXT_MEMBERS = /^issuer$|^jwks_uri$|_endpoint$/;
var LIST_MEMBERS = /s_supported$|^capabilities$/;
function isOfItsType([name, value]) {
  if (value === null) return false;
  if (TEXT_MEMBERS.test(name)) return isString(value);
  return !LIST_MEMBERS.test(name) || Array.isArray(value) && value.every(isString);
}
function fhirBase(url, rules = {}, option = "fhirBaseUrl") {
  const base = secureUrl(url, option, rules);
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
    options,
    3
  );
}
function judgeConfiguration(answer, rules = {}) {
  const { token_endpoint: said, ...others } = jsonOfSuccess(answer, "is fhirBaseUrl right?", {
    token_endpoint: TEXT
  });
  const endpoint = absolute(said.trim(), answer.url);
  const mayBeHttp = answer.url.protocol === "http:";
  const isSafe = isSecure(endpoint, rules) && (mayBeHttp || new URL(endpoint).protocol === "https:");
  if (!isSafe) {
    const needed = "it must be an https URL without a password (http: if fhirBaseUrl is, with allowInsecureRequests)";
    throw answerError(answer, `its token_endpoint is ${shownUrl(endpoint)}`, needed);
  }
  const members = Object.fromEntries(Object.entries(others).filter(isOfItsType));
  const { issuer = rules.issuer } = members;
  if (rules.issuer !== void 0 && issuer !== rules.issuer) {
    const needed = `it must equal option audience, ${shown(rules.issuer)}`;
    throw answerError(answer, `its issuer is ${shown(issuer)}`, needed);
  }
  return { token_endpoint: endpoint, ...members };
}
function absolute(url, answered) {
  const isRelative = !URL.canParse(url) && URL.canParse(url, answered.href);
  if (!isRelative) return url;
  return new URL(url, answered).href;
}
async function fetchSmartConfiguration(fhirBaseUrl, options = {}) {
  expectOptions(options, HTTP_OPTIONS);
  const answer = await requestConfiguration(fhirBase(fhirBaseUrl, options), options);
  return judgeConfiguration(answer, options);
}

// src/smart/token-request.ts
var MADE_PARAMS = /^(grant_type|scope|client_assertion(_type)?)$/;
var ASSERTION_REMEDY = "is client_id registered, with this kid and aud, and the clock right? (subtle-jws doctor)";
var DPOP_REMEDY = "DPoP is not supported; have the client registered for bearer tokens";
var REMEDIES = /* @__PURE__ */ new Map([
  ["invalid_client", ASSERTION_REMEDY],
  ["invalid_grant", ASSERTION_REMEDY],
  ["invalid_request", ASSERTION_REMEDY],
  ["invalid_scope", "ask for scopes that the client is registered for"],
  ["unauthorized_client", "is the client registered for client_credentials?"],
  ["unsupported_grant_type", "does the server offer client_credentials?"]
]);
var TOKEN = ["visible ASCII", (token) => isString(token) && /^[!-~]+$/.test(token)];
var BEARER = /^(bearer[ _-]?(token)?)?$/i;
var LONGEST_LIFE = 31536e3;
function requestToken(url, assertion, { scope, params = {}, headers: added }, options) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    ...scope && { scope },
    ...clientAssertionParams(assertion)
  });
  for (const [name, values] of Object.entries(params)) {
    for (const value of [values].flat()) body.append(name, value);
  }
  const headers = new Headers(added);
  headers.set("accept", "application/json");
  return request(url, { method: "POST", body, headers }, options);
}
function refusalOf(answer, error) {
  const known = REMEDIES.get(error) ?? "description or the server’s operator may tell why";
  const remedy = /dpop/i.test(answer.text) ? DPOP_REMEDY : known;
  return answerError(answer, `the server refused with ${shown(error)}`, remedy, error);
}
function lifeOf(expiresIn) {
  const life = isString(expiresIn) && expiresIn.trim() ? Number(expiresIn) : expiresIn;
  if (typeof life !== "number" || Number.isNaN(life)) return 300;
  return Math.min(Math.max(life, 0), LONGEST_LIFE);
}
function tokenOf(granted, requested = "") {
  const scopes = granted.scope.split(/\s+/);
  const missingScopes = requested.split(" ").filter((name) => name && !scopes.includes(name));
  const { accessToken, scope, expiresAt } = granted;
  return { accessToken, scope, missingScopes, expiresAt };
}
function judgeToken(answer, requested, sent) {
  const { response, json } = answer;
  const error = json?.error;
  if (error && isString(error)) throw refusalOf(answer, error);
  const isRefusal = [400, 401, 403].includes(response.status);
  const hint = isRefusal ? ASSERTION_REMEDY : "is tokenEndpoint right?";
  const granted = jsonOfSuccess(answer, hint, { access_token: TOKEN });
  const { token_type: type, expires_in: expiresIn, scope: said = requested } = granted;
  const isBearer = type == null || isString(type) && BEARER.test(type.trim());
  if (!isBearer) {
    const remedy = /dpop/i.test(shown(type)) ? DPOP_REMEDY : "only bearer is supported";
    throw answerError(answer, `its token_type is ${shown(type)}`, remedy);
  }
  const scopes = Array.isArray(said) ? said.filter(isString).join(" ") : said;
  const scope = isString(scopes) ? scopes : requested ?? "";
  const accessToken = granted.access_token;
  return tokenOf({ accessToken, scope, expiresAt: sent + lifeOf(expiresIn) }, requested);
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

// src/smart/token-store.ts
function createStoredToken(options) {
  const { store, request: request2, scope, patience, now } = options;
  async function attempt(use) {
    const work = async () => {
      const digest = await subtleCrypto().digest("SHA-256", UTF8.encode(JSON.stringify(request2)));
      return use(`subtle-jws:token:${base64urlOf(new Uint8Array(digest))}`);
    };
    return within(patience, work(), () => new Error("late")).catch(() => void 0);
  }
  function judge(value, refused) {
    const { accessToken, scope: granted, expiresAt, life } = JSON.parse(value);
    const time = now() / 1e3;
    const left = expiresAt - time;
    const isWhole = TOKEN[1](accessToken) && isString(granted) && accessToken !== refused;
    const isSound = [expiresAt, life].every(Number.isFinite) && life <= LONGEST_LIFE && left < life + 60;
    if (!isWhole || !isSound || left < Math.min(60, life / 5)) return void 0;
    const end = Math.min(expiresAt, time + life);
    return { token: tokenOf({ accessToken, scope: granted, expiresAt: end }, scope), life };
  }
  return {
    read: (refused) => attempt(async (name) => judge(await store.get(name), refused)),
    async write({ token, life }) {
      const seconds = Math.floor(life);
      const stored = { ...token, life };
      if (seconds > 0) await attempt((name) => store.set(name, JSON.stringify(stored), seconds));
    }
  };
}

// src/smart/token-source.ts
function createTokenSource(options) {
  const { base, tokenEndpoint, scope, params, headers, tokenStore, retries, timeout, now } = options;
  const { clientId, audience, profile } = options;
  const budget = timeout * 3;
  const request2 = [base, tokenEndpoint, clientId, scope, params, [...new Headers(headers)]];
  const stored = tokenStore && createStoredToken({ store: tokenStore, request: request2, scope, patience: timeout / 2, now });
  let discovered;
  let kept;
  let refused;
  let passesStore = false;
  let ahead = 0;
  function isValid({ since, until }) {
    return isRecent(since, until - since, now());
  }
  async function discover() {
    if (discovered && isValid(discovered)) return discovered.endpoint;
    const isForIssuer = profile === "rfc10070";
    const issuer = isForIssuer ? audience : void 0;
    const answer = await requestConfiguration(base, options);
    const configuration = judgeConfiguration(answer, { ...options, issuer });
    const url = tokenEndpoint ?? configuration.token_endpoint;
    const named = audience ?? (isForIssuer ? configuration.issuer : url);
    if (!named) throw answerError(answer, 'it names no issuer for profile "rfc10070"', "give option audience");
    const since = now();
    const life = Math.min(freshness(answer.response.headers, since), 86400);
    discovered = { endpoint: { url, audience: named }, since, until: since + life * 1e3 };
    return discovered.endpoint;
  }
  function findEndpoint() {
    const needsIssuer = profile === "rfc10070" && audience === void 0;
    if (tokenEndpoint === void 0 || needsIssuer) return discover();
    return { url: tokenEndpoint, audience: audience ?? tokenEndpoint };
  }
  async function ask(endpoint) {
    const sent = secondsOf(now);
    const aud = { audience: endpoint.audience, now: () => now() + ahead };
    const assertion = await signAssertion({ ...options, ...aud });
    let date = null;
    try {
      const answer = await requestToken(new URL(endpoint.url), assertion, options, options);
      date = answer.response.headers.get("date");
      const token = judgeToken(answer, scope, sent);
      return { granted: { token, life: token.expiresAt - sent }, date };
    } catch (error) {
      return { error, date };
    }
  }
  function otherTime(date) {
    const difference = Date.parse(date ?? "") - now();
    const isBelievable = Math.abs(difference) >= LEAST_DIFFERENCE && Math.abs(difference) < MOST_DIFFERENCE;
    return ahead === 0 && isBelievable ? difference : 0;
  }
  async function grant(began) {
    const endpoint = await findEndpoint();
    let isCorrected = false;
    for (let attempt = 0; ; ) {
      const { granted, error, date } = await ask(endpoint);
      if (granted) return granted;
      if (mayBeTheClock(error)) {
        const other = isCorrected ? 0 : otherTime(date);
        const isNew = !isCorrected && other !== ahead;
        ahead = other;
        isCorrected = true;
        if (isNew) continue;
      }
      const delay = delayAfter(attempt, error);
      const hopeless = !isTransient(error) || attempt >= retries || now() + delay > began + budget;
      if (hopeless) {
        discovered = void 0;
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, delay));
      attempt++;
    }
  }
  async function work(began) {
    const found = passesStore ? void 0 : await stored?.read(refused);
    if (found && !passesStore) return found;
    try {
      const granted = await grant(began);
      await stored?.write(granted);
      return granted;
    } finally {
      passesStore = false;
    }
  }
  const renewal = createSharedTask({
    work,
    keep({ token, life }) {
      const margin = Math.min(60, Math.max(5, life / 10));
      kept = { token, since: now(), until: (token.expiresAt - margin) * 1e3 };
    },
    fail() {
    },
    patience: budget,
    now,
    late: () => new JoseError("ERR_HTTP", `no access token within ${budget} ms; try again`)
  });
  function drop(accessToken) {
    refused = accessToken;
    if (kept?.token.accessToken === accessToken) kept = void 0;
  }
  return {
    async accessToken(signal, renew) {
      if (renew) {
        passesStore = true;
        kept = void 0;
      }
      if (kept && isValid(kept)) return kept.token;
      return (await renewal.run(signal)).token;
    },
    drop
  };
}
var LEAST_DIFFERENCE = 2e3;
var MOST_DIFFERENCE = 36e5;
var NOT_THE_CLOCK = /^(invalid_scope|unauthorized_client|unsupported_grant_type|.*dpop.*)$/;
function mayBeTheClock({ status, error = "" }) {
  return (status === 400 || status === 401) && !NOT_THE_CLOCK.test(error);
}
function isTransient({ status }) {
  return !status || isBusy(status);
}
function delayAfter(attempt, { retryAfter = 0 }) {
  const backoff = 250 * 2 ** attempt;
  return Math.max(backoff, retryAfter * 1e3) + backoff * Math.random();
}

// src/smart/backend-services.ts
function areHeaders(value) {
  try {
    new Headers(value);
    return true;
  } catch {
    return false;
  }
}
var PARAMS = [
  "an object of strings and lists of strings",
  (params) => PLAIN_OBJECT[1](params) && Object.values(params).every((value) => [value].flat().every(isString))
];
var OPTIONS2 = {
  fhirBaseUrl: TEXT,
  tokenEndpoint: TEXT,
  clientId: TEXT,
  key: ANYTHING,
  scope: TEXT,
  audience: TEXT_OR_TEXTS,
  jku: TEXT,
  profile: PROFILE,
  header: PLAIN_OBJECT,
  params: PARAMS,
  headers: ["names and values of HTTP headers", areHeaders],
  allowedUrls: TEXTS,
  tokenStore: /* @__PURE__ */ withMethods("an object with get and set", "get", "set"),
  expiresIn: LIFE,
  claims: PLAIN_OBJECT,
  retries: COUNT,
  timeout: MILLISECONDS,
  responseTimeout: MILLISECONDS,
  allowInsecureRequests: BOOLEAN,
  fetch: FUNCTION,
  now: FUNCTION
};
function isRepeatable(body) {
  const types = [ArrayBuffer, Blob, FormData, URLSearchParams];
  return body == null || isString(body) || ArrayBuffer.isView(body) || types.some((type) => body instanceof type);
}
var TRICKS = /%(25)*(2f|5c)|%(25)+2e|(\.|%2e){2}(;|%(25)*3b)/i;
function expectAllowed(url, bases) {
  const { href, username, password } = url;
  const address = `${href.replace(/[?#].*/, "")}/`;
  const base = bases.find((one) => address.startsWith(one.href));
  const path = address.slice(base?.href.length);
  if (base && !username && !password && !TRICKS.test(path)) return;
  const [first = "fhirBaseUrl"] = bases;
  const allowed = `to ${first} and below, without a password and encoded slashes or dots`;
  throw httpError(url, `not sent: a token goes ${allowed}; option allowedUrls adds others`);
}
function createBackendServicesClient(options) {
  expectOptions(options, OPTIONS2, { needed: ["clientId"] });
  const { fhirBaseUrl, tokenEndpoint, key, audience, profile, params = {}, allowedUrls = [] } = options;
  const { header, claims } = options;
  const { retries = 2, timeout = 1e4, responseTimeout = 3e5, now = Date.now } = options;
  expectSigningKey(key);
  expect(fhirBaseUrl ?? tokenEndpoint, "option fhirBaseUrl or option tokenEndpoint is needed");
  if (tokenEndpoint !== void 0) {
    const { hash } = secureUrl(tokenEndpoint, "tokenEndpoint", options);
    expect(!hash, "option tokenEndpoint has a fragment, which no token endpoint has (RFC 6749 §3.2)");
  }
  expectAssertionOptions(options);
  const needsIssuer = profile === "rfc10070" && !fhirBaseUrl && !audience;
  expect(!needsIssuer, 'option audience or fhirBaseUrl is needed: with profile "rfc10070" aud is the issuer');
  expectAdded("params", Object.keys(params), MADE_PARAMS);
  const added = new Headers(options.headers);
  expectAdded("headers", added.keys(), /^(accept|content-.*|host|transfer-encoding)$/);
  const base = fhirBaseUrl === void 0 ? void 0 : fhirBase(fhirBaseUrl, options);
  const others = allowedUrls.map((url) => fhirBase(url, options, "allowedUrls"));
  const bases = base ? [base, ...others] : others;
  const copied = JSON.parse(jsonOf({ audience, claims, header, params }, "options"));
  const made = { base, headers: added, retries, timeout, now };
  const tokens = createTokenSource({ ...options, ...copied, ...made });
  return {
    async accessToken(wait = {}) {
      expectOptions(wait, { signal: SIGNAL, renew: BOOLEAN });
      return tokens.accessToken(wait.signal, wait.renew);
    },
    async fetch(input, init) {
      const original = input instanceof Request ? input : void 0;
      const address = original?.url ?? Object(input).href ?? input;
      const isUrl = isString(address) && URL.canParse(address, base?.href);
      expect(isUrl, "input is no URL; it must be one, or, with option fhirBaseUrl, a path below that");
      const url = new URL(address, base);
      expectAllowed(url, bases);
      const signal = init?.signal ?? original?.signal;
      async function sendWithToken() {
        const { accessToken } = await tokens.accessToken(signal);
        const headers = new Headers(init?.headers ?? original?.headers);
        if (!headers.has("accept")) headers.set("accept", "application/fhir+json");
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
