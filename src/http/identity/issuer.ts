import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as oidc from 'openid-client';
import type { AppDeps } from '../deps.ts';
import { Problem } from '../problem.ts';

/** The identity provider as it describes itself, asked once and kept. */
export type Issuer = { configuration: oidc.Configuration; keys: JWTVerifyGetKey };

/** A failed discovery is not kept: the next request asks again. */
export function createIssuer(deps: AppDeps): () => Promise<Issuer> {
  const { identity, mode, log } = deps;
  const server = new URL(identity.issuer);
  if (mode === 'production' && server.protocol !== 'https:') {
    throw new Error(`The issuer ${identity.issuer} is not https: production refuses it.`);
  }
  const insecure = server.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {};
  let known: Issuer | undefined;
  const discover = async (): Promise<Issuer> => {
    const configuration = await oidc.discovery(
      server,
      identity.clientId,
      {},
      oidc.ClientSecretBasic(identity.clientSecret),
      { timeout: 10, ...insecure },
    );
    const metadata = configuration.serverMetadata();
    if (metadata.issuer !== identity.issuer) throw new Error(`it names itself ${metadata.issuer}`);
    if (metadata.jwks_uri === undefined) throw new Error('it publishes no keys');
    return { configuration, keys: createRemoteJWKSet(new URL(metadata.jwks_uri)) };
  };
  return async () => {
    if (known) return known;
    try {
      // The answer is kept, not the question: on Workers no request may await another's.
      known = await discover();
      return known;
    } catch (error) {
      log.warn({ issuer: identity.issuer, reason: messageOf(error) }, 'discovery failed');
      throw new Problem('identity_unavailable');
    }
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
