import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';

const IdentityKeys = z.object({
  /** Part of the issuer's name, by which people are known: it stays the same. */
  port: z.int(),
  signingKey: z.looseObject({ kty: z.literal('EC'), d: z.string() }),
  cookieKey: z.string().min(32),
  webSecret: z.string().min(32),
  machineSecret: z.string().min(32),
});
export type IdentityKeys = z.infer<typeof IdentityKeys>;

/** Made at the first start and kept readable by this user alone; `listen` takes the kept port. */
export async function keepIdentityKeys(
  dataDir: string,
  listen: (keptPort: number | undefined) => Promise<number>,
): Promise<IdentityKeys> {
  const file = join(dataDir, 'demo-identity.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) {
    const kept = IdentityKeys.safeParse(parseJson(text));
    if (!kept.success) {
      throw new Error(`${file} cannot be read: remove it, and the demo's data folder with it.`);
    }
    return { ...kept.data, port: await listen(kept.data.port) };
  }
  const made = await makeKeys(await listen(undefined));
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
  return made;
}

async function makeKeys(port: number): Promise<IdentityKeys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return IdentityKeys.parse({
    port,
    signingKey: { ...jwk, use: 'sig', alg: 'ES256', kid: randomBytes(8).toString('hex') },
    cookieKey: secret(),
    webSecret: secret(),
    machineSecret: secret(),
  });
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
