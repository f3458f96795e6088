import type { CountryCode } from 'libphonenumber-js';
import type { CandidateChange } from '#shared/hub/candidates.ts';
import type { NewFact } from './candidate-file.ts';
import { skillKey } from '#shared/skill-key.ts';
import { emailKey, externalKey, phoneKey } from './contact-keys.ts';

/** Contact data as facts; `unreadable` are telephone numbers that are none. */
export function factsOf(
  contact: CandidateChange,
  region: CountryCode,
): { readonly facts: readonly NewFact[]; readonly unreadable: readonly string[] } {
  const unreadable: string[] = [];
  const phones = (contact.phones ?? []).flatMap((text): NewFact[] => {
    const value = phoneKey(text, region);
    if (value === null) unreadable.push(text);
    return value === null ? [] : [{ kind: 'phone', value }];
  });
  const facts: NewFact[] = [
    ...(contact.name === undefined ? [] : [{ kind: 'name' as const, value: contact.name }]),
    ...phones,
    ...(contact.emails ?? []).map((text) => ({ kind: 'email' as const, value: emailKey(text) })),
    ...(contact.externalIds ?? []).map((id) => ({ kind: 'external_id' as const, value: externalKey(id) })),
    ...(contact.skills ?? []).map((text) => ({ kind: 'skill' as const, value: skillKey(text) })),
  ];
  return { facts, unreadable };
}
