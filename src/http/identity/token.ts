import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { findPerson } from '../../store/person.ts';
import type { AppDeps } from '../deps.ts';
import type { Principal } from '../env.ts';
import { Problem } from '../problem.ts';
import type { Issuer } from './issuer.ts';

const Claims = z.object({ client_id: z.string().min(1) });

/**
 * A machine's access token (RFC 9068): signed by our issuer's published keys with ES256, made out
 * to this API, not expired. Its client decides the tenant; a person's token is not taken here.
 */
export async function principalOfToken(
  deps: AppDeps,
  issuer: () => Promise<Issuer>,
  token: string,
): Promise<Principal> {
  const clientId = await verify(deps, await issuer(), token);
  const found = await findPerson(deps.db, { issuer: deps.identity.issuer, subject: clientId });
  if (found?.kind !== 'machine') throw unauthenticated('unknown client');
  const { tenantId, id, name, roles, locale } = found;
  return { tenantId, personId: id, name, roles, locale, via: 'token' };
}

async function verify({ identity }: AppDeps, { keys }: Issuer, token: string): Promise<string> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: identity.issuer,
      audience: identity.audience,
      algorithms: ['ES256'],
      typ: 'at+jwt',
      requiredClaims: ['iss', 'aud', 'exp', 'iat', 'sub', 'client_id', 'jti'],
      clockTolerance: 10,
    });
    return Claims.parse(payload).client_id;
  } catch (error) {
    if (error instanceof errors.JWKSTimeout) throw new Problem('identity_unavailable');
    throw unauthenticated('invalid token');
  }
}

function unauthenticated(reason: string): Problem {
  return new Problem('unauthenticated', {
    headers: {
      'www-authenticate': `Bearer error="invalid_token", error_description="${reason}"`,
    },
  });
}
