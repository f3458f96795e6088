import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, TextField } from '#renderer/ui/index.ts';
import type { Threshold } from '#shared/insights/threshold.ts';
import { useFormats } from '../../use-formats.ts';
import type { SuggestedWeights } from '../insights-screen.tsx';
import type { ThresholdState } from './rehearsal-tab.tsx';

interface ThresholdFormProps {
  readonly state: ThresholdState;
  readonly suggested: SuggestedWeights | null;
  readonly isPending: boolean;
  readonly onRehearse: (after: Threshold) => void;
  /** What was rehearsed is no longer what stands here. */
  readonly onEdited: () => void;
}

/** Weights are typed in per cent with at most one decimal. */
const asText = (share: number) => String(Math.round(share * 1000) / 10);

function readPercent(text: string): number | null {
  return /^\d{1,3}([.,]\d)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) / 100 : null;
}

/** Weights in whole tenths of a per cent that sum to 1: what rounding leaves goes to the largest. */
function roundedWeights(weights: SuggestedWeights): Record<string, string> {
  const tenths = Object.entries(weights).map(([id, weight]) => ({ id, tenths: Math.round(weight * 1000) }));
  const rest = 1000 - tenths.reduce((sum, each) => sum + each.tenths, 0);
  const largest = tenths.reduce((best, each) => (each.tenths > best.tenths ? each : best));
  return Object.fromEntries(
    tenths.map((each) => [each.id, asText((each.tenths + (each === largest ? rest : 0)) / 1000)]),
  );
}

/** New weights and a new cut-off beside those in force. */
export function ThresholdForm({ state, suggested, isPending, onRehearse, onEdited }: ThresholdFormProps) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  const { current, dimensions, maxStep, floor } = state;
  const [texts, setTexts] = useState(() => roundedWeights(suggested ?? current.weights));
  const [cutOffText, setCutOffText] = useState(String(current.cutOff));
  const weights = dimensions.map(({ id }) => ({ id, weight: readPercent(texts[id] ?? '') }));
  const sum = weights.reduce((total, { weight }) => total + (weight ?? 0), 0);
  const cutOff = readPercent(cutOffText);
  const isSumRight = Math.abs(sum - 1) < 0.0005;

  function errorOf(id: string): string | undefined {
    const weight = weights.find((each) => each.id === id)?.weight ?? null;
    const now = current.weights[id] ?? 0;
    const low = Math.max(floor, now - maxStep);
    const high = Math.max(floor, now + maxStep);
    if (weight !== null && weight >= low - 1e-9 && weight <= high + 1e-9) return undefined;
    return t('rehearsal.weight_range', { low: format.finePercent(low), high: format.finePercent(high) });
  }

  const isReady =
    isSumRight && cutOff !== null && cutOff <= 1 && dimensions.every(({ id }) => errorOf(id) === undefined);

  function edit(change: () => void): void {
    change();
    onEdited();
  }

  function reset(): void {
    edit(() => {
      setTexts(roundedWeights(current.weights));
      setCutOffText(String(current.cutOff));
    });
  }

  return (
    <Card title={t('rehearsal.title')}>
      <p className="ins-words">{t(state.isApproved ? 'rehearsal.note_approved' : 'rehearsal.note_default')}</p>
      <div className="ins-weights">
        {dimensions.map(({ id, name }) => (
          <TextField
            key={id}
            label={name}
            inputMode="decimal"
            description={t('rehearsal.now', { value: format.finePercent(current.weights[id] ?? 0) })}
            value={texts[id] ?? ''}
            onChange={(text) => edit(() => setTexts((now) => ({ ...now, [id]: text })))}
            error={errorOf(id)}
          />
        ))}
        <TextField
          label={t('rehearsal.cut_off')}
          inputMode="decimal"
          description={t('rehearsal.now', { value: format.number(current.cutOff) })}
          value={cutOffText}
          onChange={(text) => edit(() => setCutOffText(text))}
          error={cutOff === null || cutOff > 1 ? t('rehearsal.cut_off_range') : undefined}
        />
      </div>
      <div className="ins-actions">
        <output className={isSumRight ? 'mgr-soft' : 'ui-field__error'}>
          {t(isSumRight ? 'rehearsal.sum_right' : 'rehearsal.sum_wrong', { sum: format.finePercent(sum) })}
        </output>
        <Button variant="quiet" onPress={reset}>
          {t('rehearsal.reset')}
        </Button>
        <Button
          variant="primary"
          isDisabled={!isReady}
          isPending={isPending}
          onPress={() => {
            if (cutOff === null) return;
            onRehearse({
              weights: Object.fromEntries(weights.map(({ id, weight }) => [id, weight ?? 0])),
              cutOff: Math.round(cutOff * 1000) / 10,
            });
          }}
        >
          {t('rehearsal.run')}
        </Button>
      </div>
    </Card>
  );
}
