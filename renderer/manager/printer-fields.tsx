import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Select, TextField } from '#renderer/ui/index.ts';
import type { Locale } from '#shared/localized.ts';
import type { PrinterSetting, ThermalPrinter } from '#shared/settings.ts';
import { useManagerClient } from './manager-client.tsx';
import { type Problem, problemOf } from './problem.ts';
import { ProblemBanner } from './problem-banner.tsx';

const KINDS = ['none', 'system', 'thermal'] as const;
const WIDTHS = [32, 48] as const;
const CHARACTERS = ['gbk', 'picture', 'latin'] as const;

/** What each kind begins with: the commonest paper, and Chinese in the printer. */
const FRESH = {
  none: null,
  system: { kind: 'system', name: '' },
  thermal: { kind: 'thermal', address: '', columns: 48, characters: 'gbk' },
} as const satisfies Record<(typeof KINDS)[number], PrinterSetting>;

function ThermalFields({
  printer,
  onChange,
  error,
}: {
  readonly printer: ThermalPrinter;
  readonly onChange: (printer: ThermalPrinter) => void;
  readonly error: string | undefined;
}) {
  const { t } = useTranslation('manager');
  return (
    <>
      <TextField
        label={t('settings.printer_address')}
        placeholder="192.168.1.50:9100"
        value={printer.address}
        maxLength={260}
        description={t('settings.printer_address_hint')}
        onChange={(address) => onChange({ ...printer, address: address.trim() })}
        error={error}
      />
      <Select
        label={t('settings.printer_paper')}
        options={WIDTHS.map((columns) => ({ id: String(columns), label: t(`settings.printer_widths.${columns}`) }))}
        value={String(printer.columns)}
        onChange={(id) => onChange({ ...printer, columns: id === '32' ? 32 : 48 })}
      />
      <Select
        label={t('settings.printer_characters')}
        options={CHARACTERS.map((id) => ({ id, label: t(`settings.printer_sets.${id}`) }))}
        value={printer.characters}
        onChange={(id) => onChange({ ...printer, characters: CHARACTERS.find((each) => each === id) ?? 'gbk' })}
      />
      <p className="ui-field__description">{t(`settings.printer_set_hints.${printer.characters}`)}</p>
    </>
  );
}

/** Prints by what is saved: what is still being typed is not the kiosk's yet. */
function TestPage({ isSaved, locale }: { readonly isSaved: boolean; readonly locale: Locale }) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const [state, setState] = useState<'still' | 'printing' | 'printed' | Problem>('still');
  const print = async () => {
    setState('printing');
    try {
      await client.receipt.printTest({ locale });
      setState('printed');
    } catch (error) {
      setState(problemOf(error));
    }
  };
  return (
    <>
      <Button
        icon={<Printer aria-hidden="true" />}
        isDisabled={!isSaved}
        isPending={state === 'printing'}
        onPress={() => void print()}
      >
        {t('settings.printer_test')}
      </Button>
      {!isSaved && <p className="ui-field__description">{t('settings.printer_save_first')}</p>}
      {state === 'printed' && <Banner tone="good">{t('settings.printer_tested')}</Banner>}
      {typeof state === 'object' && <ProblemBanner problem={state} />}
    </>
  );
}

/** Where receipts come out, and a page to try it. */
export function PrinterFields({
  printer,
  saved,
  locale,
  onChange,
  errorOf,
}: {
  readonly printer: PrinterSetting;
  readonly saved: PrinterSetting;
  readonly locale: Locale;
  readonly onChange: (printer: PrinterSetting) => void;
  readonly errorOf: (field: 'address' | 'name') => string | undefined;
}) {
  const { t } = useTranslation('manager');
  return (
    <>
      <Select
        label={t('settings.printer_kind')}
        options={KINDS.map((id) => ({ id, label: t(`settings.printers.${id}`) }))}
        value={printer?.kind ?? 'none'}
        onChange={(id) => {
          const kind = KINDS.find((each) => each === id) ?? 'none';
          onChange(saved?.kind === kind ? saved : FRESH[kind]);
        }}
      />
      <p className="ui-field__description">{t('settings.printer_hint')}</p>
      {printer?.kind === 'system' && (
        <TextField
          label={t('settings.printer_name')}
          value={printer.name}
          maxLength={120}
          description={t('settings.printer_name_hint')}
          onChange={(name) => onChange({ ...printer, name })}
          error={errorOf('name')}
        />
      )}
      {printer?.kind === 'thermal' && (
        <ThermalFields printer={printer} onChange={onChange} error={errorOf('address')} />
      )}
      {printer !== null && <TestPage isSaved={JSON.stringify(saved) === JSON.stringify(printer)} locale={locale} />}
    </>
  );
}
