import {
  expectOption,
  isSecure,
  isString,
  request,
  requireTimeout,
  secureUrl,
  shown,
  signJwt,
  signerFor,
  success,
  unusable,
  within
} from "./core.js";

// src/smart/assertion.ts
async function createClientAssertion(options) {
  const {
    clientId,
    audience,
    jku,
    expiresIn = 240,
    now = Date.now,
    jti = crypto.randomUUID(),
    claims
  } = options;
  for (const [option, value] of Object.entries({ clientId, jti })) {
    expectOption(value && isString(value), `${option}: expected a string`);
  }
  expectOption(
    Number.isInteger(expiresIn) && expiresIn > 0 && expiresIn < 301,
    "expiresIn: expected 1 to 300 seconds"
  );
  const audiences = [audience].flat();
  for (const url of [audiences[0], ...audiences]) secureUrl(url, "audience");
  if (jku !== void 0) secureUrl(jku, "jku");
  const signer = await signerFor(options.key);
  expectOption(signer.kid, "key: expected a kid, as published");
  const iat = Math.floor(now() / 1e3);
  expectOption(iat >= 0, "now: expected milliseconds since 1970");
  const exp = iat + expiresIn;
  return signJwt({ ...claims, iss: clientId, sub: clientId, aud: audience, exp, iat, jti }, signer, { jku });
}
function clientAssertionParams(assertion) {
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion
  };
}

// src/smart/configuration.ts
function listWith(...needed) {
  const fits = (list = needed) => Array.isArray(list) && list.every(isString) && (!needed[0] || needed.some((name) => list.includes(name)));
  return [fits, needed.join(" or ") || "strings"];
}
var MEMBERS = {
  token_endpoint: [isSecure, "an https URL"],
  token_endpoint_auth_methods_supported: /* @__PURE__ */ listWith("private_key_jwt"),
  token_endpoint_auth_signing_alg_values_supported: /* @__PURE__ */ listWith("RS384", "ES384"),
  scopes_supported: /* @__PURE__ */ listWith(),
  capabilities: /* @__PURE__ */ listWith()
};
function fhirBase(url) {
  const base = secureUrl(url, "fhirBaseUrl");
  base.search = base.hash = "";
  base.pathname = base.pathname.replace(/\/*$/, "/");
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
  return success(answer, "JSON; is fhirBaseUrl right?", MEMBERS);
}
async function fetchSmartConfiguration(fhirBaseUrl, options = {}) {
  return judgeConfiguration(await requestConfiguration(fhirBase(fhirBaseUrl), options));
}

// src/smart/backend-services.ts
var REMEDIES = /* @__PURE__ */ new Map([
  ["invalid_client", "a registered client_id and kid, its aud, a right clock (ask subtle-jws doctor)"],
  ["invalid_scope", "scopes registered for the client"]
]);
var MEMBERS2 = {
  // What a header can hold, for another would be quoted by the runtime's own error (RFC 6749 §A.12).
  access_token: [(token) => isString(token) && /^[!-~]+$/.test(token), "a string of visible ASCII"],
  token_type: [(type) => /^bearer$/i.test(type), "bearer"],
  expires_in: [(life) => typeof life === "number" && life >= 1 && life < 31536e3, "seconds"],
  scope: [isString, "the scopes granted"]
};
function requestToken(url, scope, assertion, options) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    scope,
    ...clientAssertionParams(assertion)
  });
  return request(url, { method: "POST", body, headers: { accept: "application/json" } }, options);
}
function judgeToken(answer, asked, sent) {
  const { error, error_description: description } = answer.json ?? {};
  if (error && isString(error)) {
    throw unusable(
      answer.url,
      shown(error),
      REMEDIES.get(error) ?? "a client registered for client_credentials",
      {
        status: answer.response.status,
        error,
        ...isString(description) && { description }
      }
    );
  }
  const { access_token, expires_in, scope } = success(answer, "JSON; is tokenEndpoint right?", MEMBERS2);
  const granted = scope.split(" ");
  return {
    accessToken: access_token,
    scope,
    missingScopes: asked.split(" ").filter((name) => name && !granted.includes(name)),
    expiresAt: sent + expires_in
  };
}
function freshness({ headers }) {
  const control = headers.get("cache-control") ?? "";
  const seconds = Number(/max-age=(\d+)/i.exec(control)?.[1] ?? 300);
  return /no-(store|cache)/i.test(control) ? 0 : Math.min(seconds, 86400) * 1e3;
}
function repeatable(body) {
  const types = [ArrayBuffer, Blob, FormData, URLSearchParams];
  return body == null || isString(body) || ArrayBuffer.isView(body) || types.some((type) => body instanceof type);
}
function createBackendServicesClient(options) {
  const {
    fhirBaseUrl,
    tokenEndpoint,
    scope,
    audience,
    now = Date.now,
    timeout = 1e4,
    retries = 2
  } = options;
  const { responseTimeout = 3e5 } = options;
  const base = fhirBaseUrl === void 0 ? fhirBaseUrl : fhirBase(fhirBaseUrl);
  if (tokenEndpoint !== void 0) secureUrl(tokenEndpoint, "tokenEndpoint");
  expectOption(base || tokenEndpoint, "expected fhirBaseUrl or tokenEndpoint");
  expectOption(scope && isString(scope), "scope: expected a string");
  for (const time of [timeout, responseTimeout]) requireTimeout(time);
  const budget = timeout * 3;
  let discovered;
  let current;
  let pending;
  let began;
  let ahead = 0;
  async function discover() {
    if (!discovered || now() >= discovered.until) {
      const answer = await requestConfiguration(base, options);
      const { token_endpoint: endpoint } = judgeConfiguration(answer);
      discovered = { endpoint, until: now() + freshness(answer.response) };
    }
    return discovered.endpoint;
  }
  async function renew() {
    const endpoint = tokenEndpoint ?? await discover();
    const time = () => now() + ahead;
    for (let attempt = 0; ; attempt++) {
      const believed = ahead;
      const sent = Math.floor(now() / 1e3);
      const assertion = await createClientAssertion({ ...options, audience: audience ?? endpoint, now: time });
      let headers = new Headers();
      try {
        const answer = await requestToken(new URL(endpoint), scope, assertion, options);
        headers = answer.response.headers;
        const date = Date.parse(headers.get("date"));
        if (date) ahead = date - now();
        const token = judgeToken(answer, scope, sent);
        const margin = Math.min(60, Math.max(5, (token.expiresAt - sent) / 10));
        current = { token, until: (token.expiresAt - margin) * 1e3 };
        return token;
      } catch (error) {
        const { code, status } = error;
        if (code === "ERR_OAUTH" && Math.abs(ahead - believed) > 5e3 && attempt <= Math.min(retries, 2))
          continue;
        const asked = headers.get("retry-after");
        const backoff = 250 * 2 ** attempt;
        const wait = Number(asked) * 1e3 || Date.parse(asked) - time() || 0;
        const delay = Math.max(backoff, wait) + backoff * Math.random();
        const transient = !status || status === 429 || status > 499;
        if (!transient || !(attempt < retries) || now() + delay > began + budget) {
          discovered = void 0;
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  }
  async function accessToken(signal) {
    if (current && now() < current.until) return current.token;
    if (!pending || now() > began + budget) {
      began = now();
      const asked = renew().finally(() => {
        if (pending === asked) pending = void 0;
      });
      pending = asked;
    }
    return within(budget, pending, signal);
  }
  return {
    accessToken: (options2) => accessToken(options2?.signal),
    async fetch(input, init) {
      const original = input instanceof Request ? input : void 0;
      const url = new URL(original?.url ?? input, base);
      const path = `${url.href.replace(/[?#].*/, "")}/`;
      if (!base || !path.startsWith(base.href) || /%(2f|5c)|(\.|%2e){2}(;|%3b)/i.test(path.slice(base.href.length))) {
        throw unusable(url, "not sent", `a URL below ${base ?? "fhirBaseUrl"}`);
      }
      const signal = init?.signal ?? original?.signal;
      const again = repeatable(init?.body) && /^(GET|HEAD)$/.test(original?.method ?? "GET");
      for (let last = !again; ; last = true) {
        const { accessToken: token } = await accessToken(signal);
        const headers = new Headers(init?.headers ?? original?.headers);
        headers.set("authorization", `Bearer ${token}`);
        const late = new AbortController();
        const either = AbortSignal.any(signal ? [signal, late.signal] : [late.signal]);
        const sent = { ...init, headers, redirect: "manual", signal: either };
        const answered = (options.fetch ?? fetch)(original ?? url.href, sent);
        const response = await within(responseTimeout, answered).catch((error) => {
          late.abort();
          throw error;
        });
        if (response.status !== 401) return response;
        if (current?.token.accessToken === token) current = void 0;
        if (last) return response;
        response.body?.cancel().catch(() => {
        });
      }
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
