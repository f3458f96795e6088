import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Clause } from '#shared/assessment.ts';
import type { RecordingDetail } from '#shared/contract/review.ts';
import { clockTime } from '../../use-formats.ts';
import { clipOf, type Clip } from '../clip.ts';
import './quote.css';

/** What quotes of an answer need to be heard. */
export interface Sounds {
  readonly recordings: readonly RecordingDetail[];
  play(clip: Clip): void;
}

/** The candidate's own words; a press plays exactly them. Typed words cannot be played. */
export function Quote({ clause, sounds }: { readonly clause: Clause; readonly sounds: Sounds }) {
  const { t } = useTranslation('manager');
  const clip = clipOf(clause, sounds.recordings);
  const words = (
    <>
      {t('words.quoted', { text: clause.text, interpolation: { escapeValue: false } })}
      {clause.isCorrected && <span className="mgr-quote-button__note"> {t('words.corrected')}</span>}
    </>
  );
  if (clip === null) return <p className="mgr-quote-plain">{words}</p>;
  return (
    <button type="button" className="mgr-quote-button" onClick={() => sounds.play(clip)}>
      <Play aria-hidden="true" />
      <span className="ui-visually-hidden">{t('words.play')} </span>
      <span>
        {words} <span className="mgr-quote-button__time ui-tabular">{clockTime(clip.startMs)}</span>
      </span>
    </button>
  );
}
