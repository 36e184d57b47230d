import { z } from 'zod';
import { MailboxSettings } from '../../src/core/mailbox.ts';

/** The firm's own folder for what is uploaded to the insurer's portal by hand. */
export const Config = z.strictObject({ mailbox: MailboxSettings });
export type Config = z.infer<typeof Config>;
