import { z } from 'zod';

/** How a connection reaches a partner's mailbox; the host opens it, an adapter only names folders. */
export const MailboxSettings = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(22),
  user: z.string().min(1),
  password: z.string().min(1).meta({ secret: true }).optional(),
  privateKey: z.string().min(1).meta({ secret: true }).optional(),
  /** SHA-256 of the host key as OpenSSH prints it, 'SHA256:…'; another key is refused. */
  hostFingerprint: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/)
    .optional(),
  /** Where we leave files, and where the partner moves those it has taken. */
  folder: z.string().min(1).default('inbox'),
  processedFolder: z.string().min(1).default('processed'),
});
export type MailboxSettings = z.infer<typeof MailboxSettings>;
