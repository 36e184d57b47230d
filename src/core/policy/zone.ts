import { Temporal } from 'temporal-polyfill';

/** A name of the IANA time zone database; an offset such as +01:00 is none. */
export function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
