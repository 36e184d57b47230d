import { type Environment, parseSettings } from './config.ts';
import { createPerRequestApp } from './server.ts';

/** What wrangler.toml binds: PostgreSQL behind Hyperdrive, and the variables of `config.ts`. */
type Bindings = { HYPERDRIVE: { connectionString: string } } & Record<string, unknown>;

type Answer = ReturnType<typeof createPerRequestApp>;
let answer: Answer | undefined;

// Workers require the default export.
export default {
  async fetch(request: Request, bindings: Bindings): Promise<Response> {
    answer ??= createAnswer(bindings);
    return answer(request, bindings.HYPERDRIVE.connectionString);
  },
};

/** Health and the API; pages, files, jobs and selections stay with the Node processes. */
function createAnswer(bindings: Bindings): Answer {
  const { mode, baseUrl, secretKey, oidc } = parseSettings(variablesOf(bindings));
  if (!secretKey || !oidc) {
    throw new Error(
      'The edge needs SECRET_KEY, OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: set each with ' +
        '`wrangler secret put`.',
    );
  }
  return createPerRequestApp({
    mode,
    baseUrl,
    secretKey,
    identity: { ...oidc, audience: `${baseUrl}/api` },
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    now: () => new Date(),
  });
}

function variablesOf(bindings: Bindings): Environment {
  const texts = Object.entries(bindings).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return Object.fromEntries(texts);
}

/** One line of JSON, as the Node processes log. */
function write(level: 'info' | 'warn' | 'error') {
  return (fields: object, message: string) => {
    const said = Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? { message: value.message, stack: value.stack } : value,
    ]);
    console.log(JSON.stringify({ level, ...Object.fromEntries(said), msg: message }));
  };
}
