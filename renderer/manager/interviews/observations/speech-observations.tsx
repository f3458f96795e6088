import { useTranslation } from 'react-i18next';
import { Badge } from '#renderer/ui/index.ts';
import type { Measure, SpeechAnalysis, TimeSpan } from '#shared/analysis.ts';
import { clockTime, useFormats } from '../../use-formats.ts';

const WIDTH = 1000;
const HEIGHT = 56;

interface TimelineProps {
  readonly analysis: SpeechAnalysis;
  readonly positionMs: number;
  readonly onSeek: (ms: number) => void;
}

/** Speech as blocks, pauses as hatched gaps, the player's position as a line. A press goes there. */
function Timeline({ analysis, positionMs, onSeek }: TimelineProps) {
  const { t } = useTranslation('manager');
  const { durationMs, speechSegments, pauses } = analysis;
  const x = (ms: number) => (durationMs === 0 ? 0 : (Math.min(ms, durationMs) / durationMs) * WIDTH);
  const block = ({ startMs, endMs }: TimeSpan) => ({ x: x(startMs), width: Math.max(1, x(endMs) - x(startMs)) });
  const middle = clockTime(durationMs / 2);
  return (
    <figure className="mgr-timeline">
      <svg
        className="mgr-timeline__svg mgr-timeline__svg--seeks"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onPointerDown={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          onSeek(((event.clientX - box.left) / box.width) * durationMs);
        }}
      >
        <rect className="mgr-timeline__rail" y={HEIGHT / 2 - 1} width={WIDTH} height={2} />
        {pauses.map((pause) => (
          <rect
            key={pause.startMs}
            className="mgr-timeline__pause"
            y={HEIGHT * 0.36}
            height={HEIGHT * 0.28}
            {...block(pause)}
          />
        ))}
        {speechSegments.map((segment) => (
          <rect
            key={segment.startMs}
            className="mgr-timeline__speech"
            y={6}
            height={HEIGHT - 12}
            rx={2}
            {...block(segment)}
          />
        ))}
        <rect className="mgr-timeline__now" x={Math.min(x(positionMs), WIDTH - 3)} width={3} height={HEIGHT} />
      </svg>
      <figcaption>
        <span className="ui-visually-hidden">
          {t('observations.timeline', { segments: speechSegments.length, pauses: pauses.length })}
        </span>
        <span className="mgr-timeline__scale ui-tabular" aria-hidden="true">
          <span>0:00</span>
          <span>{middle}</span>
          <span>{clockTime(durationMs)}</span>
        </span>
      </figcaption>
    </figure>
  );
}

function Fact({
  name,
  value,
  note,
}: {
  readonly name: string;
  readonly value: string;
  readonly note?: string | undefined;
}) {
  return (
    <div className="mgr-fact">
      <dt>{name}</dt>
      <dd>
        <span className="mgr-fact__value ui-tabular">{value}</span>
        {note !== undefined && <span className="mgr-fact__note">{note}</span>}
      </dd>
    </div>
  );
}

/** How the answer was spoken: pitch, loudness and rate. Results of step 1 have none of it. */
function prosodyFacts(analysis: SpeechAnalysis): readonly [name: string, measure: Measure, unit: string][] {
  if (analysis.analysisVersion === 1) return [];
  const { prosody } = analysis;
  return [
    ['articulation', prosody.articulationRatePerSecond, 'syllables_per_second'],
    ['speech_rate', prosody.speechRatePerSecond, 'syllables_per_second'],
    ['mean_pause', prosody.meanPauseMs, 'milliseconds'],
    ['pitch', prosody.medianF0Hz, 'hertz'],
    ['pitch_range', prosody.f0RangeSemitones, 'semitones'],
    ['voice_spread', prosody.voiceSpreadSemitones, 'semitones'],
    ['intensity', prosody.speechIntensityDbfs, 'dbfs'],
  ];
}

/** What the analyst heard in the recording. Beside the answer, never inside a score (S21). */
export function SpeechObservations({ analysis, positionMs, onSeek }: TimelineProps) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const pausesMs = analysis.pauses.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const measured = (measure: Measure, unit: string): { value: string; note?: string } =>
    measure.value === null
      ? { value: t('observations.not_measured'), note: t(`not_measured.${measure.reason}`) }
      : { value: `${format.number(measure.value)} ${t(`units.${unit}`)}` };
  return (
    <div>
      <Timeline analysis={analysis} positionMs={positionMs} onSeek={onSeek} />
      <p className="mgr-legend">
        <i className="mgr-legend__speech" aria-hidden="true" /> {t('observations.speech')}
        <i className="mgr-legend__pause" aria-hidden="true" /> {t('observations.pause')}
        <span className="mgr-soft">{t('observations.press')}</span>
      </p>
      <dl className="mgr-fact-grid">
        <Fact
          name={t('observations.speaking')}
          value={clockTime(analysis.speechMs)}
          note={t('observations.of', { time: clockTime(analysis.durationMs) })}
        />
        <Fact
          name={t('observations.pauses')}
          value={String(analysis.pauses.length)}
          note={t('observations.in_all', { time: clockTime(pausesMs) })}
        />
        {prosodyFacts(analysis).map(([name, measure, unit]) => (
          <Fact key={name} name={t(`observations.${name}`)} {...measured(measure, unit)} />
        ))}
        <Fact name={t('observations.level')} {...measured(analysis.speechLevelDbfs, 'dbfs')} />
        <Fact name={t('observations.snr')} {...measured(analysis.snrDb, 'decibels')} />
        <Fact name={t('observations.clipping')} {...measured(analysis.clippingPerMinute, 'per_minute')} />
      </dl>
      {analysis.flags.length > 0 && (
        <ul className="mgr-flags">
          {analysis.flags.map(({ code, severity }) => (
            <li key={code}>
              <Badge tone={severity === 'fail' ? 'danger' : 'warn'}>{t(`severities.${severity}`)}</Badge>
              {t(`flags.${code}`)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
