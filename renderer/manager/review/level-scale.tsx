import { useTranslation } from 'react-i18next';
import { classNames } from '#renderer/ui/index.ts';
import { CannotTell, type Judgement } from '#shared/rating.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import './level-scale.css';

type Indicator = AnswerDetail['indicators'][number];
const LEVELS = [1, 2, 3, 4, 5] as const;
const DESCRIBED = [1, 3, 5] as const;

interface LevelScaleProps {
  readonly indicator: Indicator;
  readonly value: Judgement | null;
  readonly onChange: (judgement: Judgement) => void;
  /** Descriptions of the levels and reasons are shown; a press on one chooses it. */
  readonly isOpen: boolean;
}

/** Five levels in a row, and "cannot tell"; below them what levels 1, 3 and 5 look like in the author's words. */
export function LevelScale({ indicator, value, onChange, isOpen }: LevelScaleProps) {
  const { t } = useTranslation('review');
  const chosen = value?.kind === 'level' ? value.level : null;
  const isUnsure = value?.kind === 'cannot_tell';
  const rate = (level: number) => onChange({ kind: 'level', level });
  return (
    <div className="rev-scale">
      <fieldset className="rev-scale__row" aria-label={t('rate.scale', { name: indicator.name })}>
        {LEVELS.map((level) => (
          <button
            key={level}
            type="button"
            className={classNames('rev-scale__level', chosen === level && 'rev-scale__level--on')}
            aria-pressed={chosen === level}
            aria-label={t('rate.level', { level })}
            onClick={() => rate(level)}
          >
            {level}
          </button>
        ))}
        <button
          type="button"
          className={classNames('rev-scale__unsure', isUnsure && 'rev-scale__level--on')}
          aria-pressed={isUnsure}
          onClick={() => onChange({ kind: 'cannot_tell', reason: 'not_shown' })}
        >
          {t('rate.cannot_tell')}
        </button>
      </fieldset>
      {isOpen && isUnsure && (
        <fieldset className="rev-scale__reasons" aria-label={t('cannot_tell.label')}>
          {CannotTell.options.map((reason) => (
            <button
              key={reason}
              type="button"
              className={classNames('rev-chip', value.reason === reason && 'rev-chip--on')}
              aria-pressed={value.reason === reason}
              onClick={() => onChange({ kind: 'cannot_tell', reason })}
            >
              {t(`cannot_tell.${reason}`)}
            </button>
          ))}
        </fieldset>
      )}
      {isOpen && !isUnsure && (
        <ul className="rev-scale__anchors">
          {DESCRIBED.map((level) => (
            <li key={level}>
              <button
                type="button"
                className={classNames('rev-scale__anchor', isNear(chosen, level) && 'rev-scale__anchor--on')}
                onClick={() => rate(level)}
              >
                <span className="rev-scale__anchor-level" aria-hidden="true">
                  {level}
                </span>
                <span>
                  <span className="ui-visually-hidden">{t('rate.level', { level })} </span>
                  {indicator.anchors[level]}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** 2 lies between the descriptions of 1 and 3, 4 between those of 3 and 5. */
function isNear(chosen: number | null, described: number): boolean {
  return chosen !== null && Math.abs(chosen - described) <= (chosen % 2 === 0 ? 1 : 0);
}
