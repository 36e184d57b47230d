import { errors, type GrantContext, Provider } from 'oidc-provider';
import type { IdentityKeys } from './identity-keys.ts';
import { createMemory } from './identity-memory.ts';

export const WEB_CLIENT = 'cedent-web';
/** The subject that the machine's row in `person` is entered with. */
export const MACHINE_CLIENT = 'cedent-machine';

export const SESSION_COOKIE = 'issuer_session';

/** Code flow with PKCE for people, client credentials with JWT access tokens for the machine. */
export function configureProvider(options: {
  issuer: string;
  audience: string;
  baseUrl: string;
  keys: IdentityKeys;
  subjects: readonly string[];
  log: (message: string) => void;
}): Provider {
  const { issuer, audience, baseUrl, keys, subjects, log } = options;
  const provider = new Provider(issuer, {
    adapter: createMemory(Date.now),
    clients: clientsOf(baseUrl, keys),
    jwks: { keys: [keys.signingKey] },
    cookies: {
      keys: [keys.cookieKey],
      names: { session: SESSION_COOKIE, interaction: 'issuer_step', resume: 'issuer_resume' },
    },
    scopes: ['openid'],
    pkce: { required: () => true },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: (_context: unknown, resource: string) => {
          if (resource !== audience) throw new errors.InvalidTarget();
          return {
            scope: '',
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 600,
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    ttl: {
      Session: 3600,
      Interaction: 600,
      Grant: 3600,
      IdToken: 600,
      AuthorizationCode: 60,
      AccessToken: 600,
      ClientCredentials: 600,
    },
    findAccount: (_context: unknown, accountId: string) =>
      subjects.includes(accountId)
        ? { accountId, claims: async () => ({ sub: accountId }) }
        : undefined,
    // Our own product asks for nothing that a person would have to agree to.
    loadExistingGrant: async ({ oidc }: GrantContext) => {
      const grant = new provider.Grant({
        accountId: oidc.session?.accountId,
        clientId: oidc.client?.clientId,
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  provider.on('server_error', (_context, error) => log(`the demo's issuer: ${error.message}`));
  return provider;
}

function clientsOf(baseUrl: string, keys: IdentityKeys) {
  return [
    {
      client_id: WEB_CLIENT,
      client_secret: keys.webSecret,
      redirect_uris: [`${baseUrl}/callback`],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    {
      client_id: MACHINE_CLIENT,
      client_secret: keys.machineSecret,
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ];
}
