// How servers in the field behave, a row for each kind: what the server does, what a caller sets there, and what
// the doctor says before it is set. Each row has a server process of its own; a variant is a path on it.

const INVALID_CLIENT = { status: 401, body: { error: 'invalid_client' } }

/** What a token answer holds where nothing is unusual. */
const granted = ({ token, scope }) => ({ access_token: token, token_type: 'bearer', expires_in: 300, scope })

/** A refusal with a body of its own. */
const refusing = (status, body, type = 'application/json') => ({ refusal: { status, body, type } })

/** A server that wants its issuer as aud, and says so in no way. */
const wantsIssuer = (refusal) => ({ audience: ({ issuer }) => issuer, ...refusal })

const ISSUER = {
  client: ({ issuer }) => ({ audience: issuer }),
  command: ({ issuer }) => ['--audience', issuer],
}

/** How one thing is added to the form. */
const param = (name, value) => ({
  client: () => ({ params: { [name]: value } }),
  command: () => ['--param', `${name}=${value}`],
})

/** How one member is added to the JOSE Header. */
const member = (name) => ({
  client: ({ certificate }) => ({ header: { [name]: certificate[name] } }),
  command: ({ certificate }) => ['--header', JSON.stringify({ [name]: certificate[name] })],
})

/** A server that finds the client's key by a member of the header. */
const findsBy = (name) => ({
  refuses: ({ header }, { certificate }) =>
    JSON.stringify(header[name]) === JSON.stringify(certificate[name]) ? undefined : `no ${name}`,
})

const AUD_NAMED = ({ issuer }) => `--audience ${issuer}`

export const ROWS = [
  {
    id: 'C1',
    what: 'no scope in the token answer',
    variants: {
      absent: {
        server: { grant: (one) => ({ ...granted(one), scope: undefined }) },
        token: { scope: 'system/Patient.rs' },
        doctor: /warn +scopes .*names no scope/,
      },
      null: {
        server: { grant: (one) => ({ ...granted(one), scope: null }) },
        token: { scope: 'system/Patient.rs' },
        doctor: /warn +scopes .*names no scope/,
      },
    },
  },
  {
    id: 'C2',
    what: 'expires_in as text',
    variants: {
      text: { server: { grant: (one) => ({ ...granted(one), expires_in: '599' }) }, token: { life: 599 } },
    },
  },
  {
    id: 'C3',
    what: 'no expires_in; token_type BearerToken',
    variants: {
      'no-life': {
        server: { grant: (one) => ({ ...granted(one), expires_in: undefined }) },
        token: { life: 300 },
      },
      'bearer-token': { server: { grant: (one) => ({ ...granted(one), token_type: 'BearerToken' }) } },
    },
  },
  {
    id: 'C4',
    what: 'Date is a proxy’s, seconds off',
    variants: {
      ahead: { server: { date: 8 }, job: 'renew', doctor: /pass +clock .*[789] s behind/ },
      behind: { server: { date: -8 }, job: 'renew', doctor: /pass +clock .*[789] s ahead of/ },
    },
  },
  {
    id: 'C5',
    what: 'no leeway for iat',
    variants: {
      'three-seconds': { server: { clock: -3, date: -3 }, doctor: /pass +clock .*[234] s ahead of/ },
    },
  },
  {
    id: 'C6',
    what: 'discovery lists another algorithm or method',
    variants: {
      rs256: {
        server: { configuration: { token_endpoint_auth_signing_alg_values_supported: ['RS256'] } },
        doctor: /pass +algorithm .*RS256/,
      },
      secrets: {
        server: { configuration: { token_endpoint_auth_methods_supported: ['client_secret_basic'] } },
        doctor: /pass +authentication .*client_secret_basic/,
      },
    },
  },
  {
    id: 'C7',
    what: 'discovery with null, or text for a list',
    variants: {
      null: {
        server: {
          configuration: {
            token_endpoint_auth_methods_supported: null,
            token_endpoint_auth_signing_alg_values_supported: null,
            scopes_supported: null,
            capabilities: null,
          },
        },
      },
      text: {
        server: {
          configuration: {
            token_endpoint_auth_methods_supported: 'private_key_jwt',
            scopes_supported: 'system/*.rs',
            capabilities: 'client-confidential-asymmetric',
          },
        },
      },
    },
  },
  {
    id: 'C8',
    what: 'FHIR in XML for any Accept but FHIR’s',
    variants: { xml: { server: { xml: true }, job: 'read' } },
  },
  {
    id: 'C9',
    what: 'bulk files beside the base',
    variants: {
      beside: {
        server: { bulk: '/BulkRequest' },
        job: 'bulk',
        set: {
          client: ({ root }) => ({ allowedUrls: [`${root}/BulkRequest`] }),
          command: () => [],
        },
      },
    },
  },
  {
    id: 'C10',
    what: 'a parameter more in the form',
    variants: {
      'client-id': {
        server: { refuses: ({ form }) => (form.get('client_id') === 'app' ? undefined : 'no client_id') },
        set: param('client_id', 'app'),
        names: () => '--param client_id=app',
      },
      audience: {
        server: {
          refuses: ({ form }) => (form.get('audience') === 'urn:fhir' ? undefined : 'no audience'),
          ...refusing(403, {
            error: 'access_denied',
            error_description:
              'No audience parameter was provided, and no default audience has been configured',
          }),
        },
        set: param('audience', 'urn:fhir'),
        names: () => '--param audience=',
      },
    },
  },
  {
    id: 'C11',
    what: 'the key is found by its certificate',
    variants: Object.fromEntries(
      ['x5t', 'x5t#S256', 'x5c'].map((name) => [
        name.replace('#', '-'),
        {
          server: findsBy(name),
          set: member(name),
          names: ({ certificate }) => `--header '${JSON.stringify({ [name]: certificate[name] })}'`,
        },
      ]),
    ),
  },
  {
    id: 'C12',
    what: 'typ and aud of RFC 10070',
    variants: {
      whole: {
        server: {
          ...wantsIssuer(),
          refuses: ({ header }) => (header.typ === 'client-authentication+jwt' ? undefined : 'typ'),
        },
        set: {
          client: () => ({ profile: 'rfc10070' }),
          command: () => ['--profile', 'rfc10070'],
        },
        names: () => '--profile rfc10070',
      },
      issuer: { server: wantsIssuer(), set: ISSUER, names: AUD_NAMED },
      typ: {
        server: { refuses: ({ header }) => (header.typ === 'client-authentication+jwt' ? undefined : 'typ') },
        set: {
          client: () => ({ header: { typ: 'client-authentication+jwt' } }),
          command: () => ['--header', '{"typ":"client-authentication+jwt"}'],
        },
        names: () => `--header '{"typ":"client-authentication+jwt"}'`,
      },
    },
  },
  {
    id: 'C13',
    what: 'refusals that are no OAuth error',
    variants: {
      outcome: {
        server: wantsIssuer(
          refusing(
            400,
            { resourceType: 'OperationOutcome', issue: [{ diagnostics: 'Assertion is not acceptable' }] },
            'application/fhir+json',
          ),
        ),
        set: ISSUER,
        says: 'Assertion is not acceptable',
        names: AUD_NAMED,
      },
      gateway: {
        server: wantsIssuer(refusing(401, { statusCode: 401, message: 'Access denied by policy' })),
        set: ISSUER,
        says: 'Access denied by policy',
        names: AUD_NAMED,
      },
      described: {
        server: wantsIssuer(refusing(403, { status: 403, description: 'Client is not permitted' })),
        set: ISSUER,
        says: 'Client is not permitted',
        names: AUD_NAMED,
      },
      html: {
        server: wantsIssuer(refusing(400, '<html><h1>Bad assertion</h1></html>', 'text/html')),
        set: ISSUER,
        says: 'Bad assertion',
        names: AUD_NAMED,
      },
      empty: { server: wantsIssuer(refusing(400, '', 'text/plain')), set: ISSUER, names: AUD_NAMED },
    },
  },
  {
    id: 'C14',
    what: 'another error for every bad assertion',
    variants: Object.fromEntries(
      ['invalid_grant', 'invalid_request'].map((error) => [
        error,
        { server: wantsIssuer(refusing(400, { error })), set: ISSUER, says: error, names: AUD_NAMED },
      ]),
    ),
  },
  {
    id: 'C15',
    what: '429 with Retry-After; a quota for a fleet',
    variants: {
      busy: {
        server: { busy: 60 },
        refused: { status: 429, retryAfter: 60 },
        says: '60 s',
        doctor: /fail +token request .*429[\s\S]*60 s/,
      },
      fleet: { server: {}, job: 'fleet' },
    },
  },
  {
    id: 'C16',
    what: 'http in a network; an aud that is no URL',
    variants: {
      http: {
        server: {},
        plain: true,
        set: {
          client: () => ({ allowInsecureRequests: true }),
          command: () => ['--insecure-http'],
        },
        names: () => '--insecure-http',
      },
      aud: {
        server: { audience: () => 'account-d.docusign.example' },
        set: {
          client: () => ({ audience: 'account-d.docusign.example' }),
          command: () => ['--audience', 'account-d.docusign.example'],
        },
      },
    },
  },
  {
    id: 'C17',
    what: 'a proxy, a client certificate, or nothing',
    variants: {
      proxy: {
        server: {},
        network: 'proxy',
        says: 'host name',
        doctor: /HTTPS_PROXY names a proxy/,
      },
      certificate: { server: {}, network: 'certificate', says: 'TLS', doctor: /TLS client certificate/ },
      nothing: {
        server: {},
        network: 'nothing',
        refused: { code: 'ERR_HTTP' },
        says: 'nothing listens there',
        doctor: /nothing listens there/,
      },
    },
  },
  {
    id: 'C18',
    what: 'a life of 60 s, jku, a short jti, a slash',
    variants: {
      life: {
        server: { refuses: ({ claims }, { now }) => (claims.exp - now > 61 ? 'too long' : undefined) },
        set: {
          client: () => ({ expiresIn: 55 }),
          command: () => ['--expires-in', '55'],
        },
        names: () => '--expires-in 55',
      },
      'life-iat': {
        server: { refuses: ({ claims }) => (claims.exp - claims.iat > 60 ? 'too long' : undefined) },
        set: {
          client: () => ({ expiresIn: 55 }),
          command: () => ['--expires-in', '55'],
        },
        names: () => '--expires-in 55',
      },
      jku: {
        server: { refuses: ({ header }, { jwksUrl }) => (header.jku === jwksUrl ? undefined : 'no jku') },
        set: {
          client: ({ jwksUrl }) => ({ jku: jwksUrl }),
          command: ({ jwksUrl }) => ['--jku', jwksUrl],
        },
        names: ({ jwksUrl }) => `--jku ${jwksUrl}`,
      },
      jti: {
        server: { refuses: ({ claims }) => (claims.jti.length > 32 ? 'jti' : undefined) },
        asks: ['--jti', 'a-name-of-more-than-thirty-two-characters'],
        names: () => 'without --jti',
      },
      slash: {
        server: { audience: ({ tokenEndpoint }) => `${tokenEndpoint}/` },
        set: {
          client: ({ tokenEndpoint }) => ({ audience: `${tokenEndpoint}/` }),
          command: ({ tokenEndpoint }) => ['--audience', `${tokenEndpoint}/`],
        },
        names: ({ tokenEndpoint }) => `--audience ${tokenEndpoint}/`,
      },
    },
  },
  {
    id: 'C19',
    what: 'DPoP demanded',
    variants: {
      dpop: {
        server: {
          refuses: ({ headers }) => (headers.dpop ? undefined : 'dpop'),
          ...refusing(400, {
            error: 'invalid_dpop_proof',
            error_description: 'The DPoP proof JWT header is missing.',
          }),
        },
        refused: { code: 'ERR_OAUTH', error: 'invalid_dpop_proof' },
        says: 'DPoP',
        doctor: /DPoP[\s\S]*not support/,
      },
    },
  },
  {
    id: 'C20',
    what: 'another kid published; a set on loopback http',
    variants: {
      kid: {
        server: { kid: 'published' },
        set: {
          key: 'published',
          client: () => ({}),
          command: () => ['--kid', 'published'],
        },
        names: () => '--kid published',
      },
      loopback: { server: {}, plainKeys: true, doctor: /warn +key set URL/ },
    },
  },
]

export { granted, INVALID_CLIENT }
