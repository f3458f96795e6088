import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusOnShow } from '#renderer/manager/use-focus-on-show.ts';
import { Button, Select, TextField } from '#renderer/ui/index.ts';
import { Reason } from '#shared/hub/actor.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useDoing } from '../use-doing.ts';
import { SlotPicker } from './slot-picker.tsx';

/** What a person adds to a decision. */
export interface Decision {
  readonly reason: string;
  readonly slotId?: string;
  readonly locale?: 'zh-CN' | 'en';
}

interface DecisionFormProps {
  /** Why, in a few words to start from. */
  readonly suggestions?: readonly string[];
  /** The job whose free times are offered; null: no time is needed. */
  readonly slotsFor: string | null;
  /** Whether the candidate is written to, in a language to choose. */
  readonly hasMessage?: boolean;
  readonly mayOpenSlots: boolean;
  readonly submit: string;
  readonly isDanger?: boolean;
  /** More to choose, before the reason. */
  readonly children?: ReactNode;
  /** False while something in `children` is missing. */
  readonly isReady?: boolean;
  readonly onSubmit: (decision: Decision) => Promise<void>;
  readonly onCancel: () => void;
}

const BOTH = 'both';

/** A decision with its reason, which every one needs. Enter decides, Escape goes back. */
export function DecisionForm({
  suggestions = [],
  slotsFor,
  hasMessage = false,
  mayOpenSlots,
  submit,
  isDanger = false,
  children,
  isReady = true,
  onSubmit,
  onCancel,
}: DecisionFormProps) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const form = useFocusOnShow<HTMLFormElement>();
  const [reason, setReason] = useState('');
  const [slotId, setSlotId] = useState<string | null>(null);
  const [locale, setLocale] = useState<string>(BOTH);
  const isComplete = isReady && Reason.safeParse(reason).success && (slotsFor === null || slotId !== null);
  const decide = () =>
    run(() =>
      onSubmit({
        reason,
        ...(slotId === null ? {} : { slotId }),
        ...(locale === 'zh-CN' || locale === 'en' ? { locale } : {}),
      }),
    );
  return (
    <form
      ref={form}
      className="flow-decision"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete && !isDoing) void decide();
      }}
    >
      {problem !== null && <ProblemNote problem={problem} />}
      {children}
      {slotsFor !== null && <SlotPicker jobId={slotsFor} value={slotId} onChange={setSlotId} mayOpen={mayOpenSlots} />}
      {hasMessage && (
        <Select
          label={t('proposals.language')}
          value={locale}
          onChange={setLocale}
          options={[BOTH, 'zh-CN', 'en'].map((id) => ({ id, label: t(`proposals.languages.${id}`) }))}
        />
      )}
      <TextField
        label={t('proposals.reason')}
        description={t('proposals.reason_hint')}
        value={reason}
        onChange={setReason}
        maxLength={500}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
          else event.continuePropagation();
        }}
      />
      {suggestions.length > 0 && (
        <div className="flow-suggestions">
          {suggestions.map((suggestion) => (
            <Button key={suggestion} variant="quiet" className="flow-chip" onPress={() => setReason(suggestion)}>
              {suggestion}
            </Button>
          ))}
        </div>
      )}
      <div className="flow-row">
        <Button type="submit" variant={isDanger ? 'danger' : 'primary'} isDisabled={!isComplete} isPending={isDoing}>
          {submit}
        </Button>
        <Button onPress={onCancel}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
