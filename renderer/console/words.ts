import type { TFunction } from 'i18next';
import type { useFormats } from '#renderer/manager/use-formats.ts';

/** What a table's columns are written with. */
export interface Words {
  readonly t: TFunction;
  readonly formats: ReturnType<typeof useFormats>;
}
