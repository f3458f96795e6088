import type { Localized } from '#shared/localized.ts';
import { useLocalized } from '../../use-localized.ts';

/** What an id stands for, in the reader's language, with the id where a pointer rests; the id itself where nobody told its name. */
export function Named({ id, name }: { readonly id: string; readonly name: Localized | undefined }) {
  const localized = useLocalized();
  return name === undefined ? <span className="ui-mono">{id}</span> : <span title={id}>{localized(name)}</span>;
}
