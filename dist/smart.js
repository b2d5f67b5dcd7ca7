import {
  ANYTHING,
  COUNT,
  FUNCTION,
  HTTP_OPTIONS,
  JoseError,
  MILLISECONDS,
  PLAIN_OBJECT,
  SIGNAL,
  TEXT,
  TEXT_OR_TEXTS,
  base64urlOf,
  createSharedTask,
  expect,
  expectOptions,
  expectSigningKey,
  freshness,
  httpError,
  isSecure,
  isString,
  jsonOfSuccess,
  request,
  secureUrl,
  shown,
  signJwt,
  signerFor,
  within
} from "./core.js";

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
//# sourceMappingURL=smart.js.map
