import { createHmac } from 'node:crypto';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';

/** A telephone number as E.164, `+8613800138000`; null when it is none. @param region where a number without `+` is read */
export function phoneKey(text: string, region: CountryCode): string | null {
  const number = parsePhoneNumberFromString(text, region);
  return number?.isPossible() === true ? number.number : null;
}

/** E-mail addresses are compared in lower case: no provider of any size tells `A@` from `a@`. */
export function emailKey(text: string): string {
  return text.trim().toLowerCase();
}

/** Number of an identity document, keyed: there are so few of them that a plain hash could be tried out. */
export function documentKey(number: string, pepper: string): string {
  return createHmac('sha256', pepper).update(number.replaceAll(/[\s-]/g, '').toUpperCase()).digest('hex');
}

export function externalKey({ system, id }: { readonly system: string; readonly id: string }): string {
  return `${system.toLowerCase()}:${id}`;
}
