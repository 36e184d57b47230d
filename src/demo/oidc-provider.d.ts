/** The part of oidc-provider that the demo's issuer uses; the package brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export type Interaction = {
    uid: string;
    prompt: { name: string };
    params: { login_hint?: string };
  };

  export type GrantContext = {
    oidc: {
      provider: Provider;
      session?: { accountId?: string };
      client?: { clientId: string };
      result?: { consent?: { grantId?: string } };
    };
  };

  export class Provider {
    constructor(issuer: string, configuration: object);
    Grant: new (of: {
      accountId?: string | undefined;
      clientId?: string | undefined;
    }) => { addOIDCScope(scope: string): void; save(): Promise<string> };
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    on(name: 'server_error', listener: (context: unknown, error: Error) => void): void;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { login: { accountId: string } } | { error: string; error_description: string },
    ): Promise<void>;
  }
  export const errors: { InvalidTarget: new () => Error };
}
