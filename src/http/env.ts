import type { Role } from '../core/role.ts';
import type { AppDeps } from './deps.ts';

export type Locale = 'en' | 'zh-CN';

/** Who asks. The tenant comes from here and from nowhere else. */
export type Principal = {
  tenantId: string;
  personId: string;
  name: string;
  roles: Role[];
  locale: Locale;
  via: 'session' | 'token';
};

/** What middleware leaves on the context for those who answer. */
export type HttpEnv = {
  Variables: {
    deps: AppDeps;
    requestId: string;
    /** For `<script nonce>` and `<style nonce>` of this response alone. */
    nonce: string;
    /** Absent on the open addresses: health, sign-in, webhooks. */
    principal?: Principal;
    /** The secret that a form of this session sends back; absent for tokens. */
    formToken?: string;
  };
};
