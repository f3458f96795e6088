import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CandidateTask } from '#shared/job/work-sample.ts';
import type { QuestionState } from '#shared/session.ts';
import { moneyFace } from '#renderer/assets/drawings/money-face.ts';
import { Money } from '#renderer/assets/drawings/money.tsx';
import { Button } from '#renderer/ui/index.ts';
import { handedOver, type Pile, putOnTray, takeFromTray } from './till.ts';
import { useWork } from './use-work.ts';
import type { WorkSampleItem } from './work-sample-question.tsx';
import { WorkStage } from './work-stage.tsx';
import './count-change.css';

type Task = Extract<CandidateTask, { type: 'count_change' }>;

/** So many pieces of a pile are drawn; the number beside it tells the rest. */
const DRAWN = 5;

/** An amount as on a price tag. */
function price(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}

function useMoneyName(): (fen: number) => string {
  const { t } = useTranslation('candidate');
  return (fen) => {
    const { value, unit } = moneyFace(fen);
    return t(`money.${unit}`, { value });
  };
}

function Piece({ fen }: { readonly fen: number }) {
  const { t } = useTranslation('candidate');
  return <Money fen={fen} unit={t(`money.${moneyFace(fen).unit}Short`)} />;
}

function PileOf({ pile }: { readonly pile: Pile }) {
  return (
    <>
      <span className="c-pile" aria-hidden="true">
        {Array.from({ length: Math.min(pile.count, DRAWN) }, (_, index) => (
          <Piece key={index} fen={pile.fen} />
        ))}
      </span>
      {pile.count > 1 && (
        <span className="c-pile__count" aria-hidden="true">
          ×{pile.count}
        </span>
      )}
    </>
  );
}

/** Customers pay, one after the other, and get change: notes and coins from the till onto a tray. No sum is shown. */
export function CountChange({
  item,
  task,
  state,
}: {
  readonly item: WorkSampleItem;
  readonly task: Task;
  readonly state: QuestionState;
}) {
  const { t } = useTranslation('candidate');
  const nameOf = useMoneyName();
  const work = useWork('count_change', (saved) => ({
    type: 'count_change',
    given: task.rounds.map((_, at) => saved?.given[at] ?? []),
  }));
  const { given } = work.result;
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      given.findIndex((tray) => tray.length === 0),
    ),
  );
  const [said, setSaid] = useState('');
  const trayElement = useRef<HTMLFieldSetElement>(null);
  const round = task.rounds[at];
  const tray: readonly Pile[] = given[at] ?? [];
  const isLast = at === task.rounds.length - 1;

  const lay = (next: readonly Pile[]) => {
    if (next === tray) return;
    work.change({ type: 'count_change', given: given.map((each, index) => (index === at ? [...next] : each)) });
  };
  const put = (fen: number) => {
    lay(putOnTray(tray, fen));
    setSaid(t('workSample.putDown', { money: nameOf(fen) }));
  };
  const take = ({ fen, count }: Pile) => {
    lay(takeFromTray(tray, fen));
    setSaid(t('workSample.takenBack', { money: nameOf(fen) }));
    // its button goes with the last piece
    if (count === 1) trayElement.current?.focus();
  };
  if (round === undefined) return null;

  return (
    <WorkStage
      item={item}
      state={state}
      layout="beside"
      draftState={work.draftState}
      canGive={!work.isSending && (isLast ? given.every((each) => each.length > 0) : tray.length > 0)}
      onGive={isLast ? work.give : () => setAt(at + 1)}
      {...(isLast ? {} : { giveLabel: t('workSample.nextCustomer'), giveIcon: <ArrowRight aria-hidden="true" /> })}
      before={
        at > 0 && (
          <Button size="large" icon={<ArrowLeft aria-hidden="true" />} onPress={() => setAt(at - 1)}>
            {t('workSample.customerBefore')}
          </Button>
        )
      }
    >
      <section className="c-till">
        <div className="c-till__customer">
          <h2>{t('workSample.customer', { number: at + 1, total: task.rounds.length })}</h2>
          <dl>
            <div>
              <dt>{t('workSample.costs')}</dt>
              <dd>{price(round.priceFen)}</dd>
            </div>
            <div>
              <dt>{t('workSample.pays')}</dt>
              <dd>
                {price(round.paidFen)}
                <span className="c-till__paid">
                  {handedOver(round.paidFen).map((pile) => (
                    <PileOf key={pile.fen} pile={pile} />
                  ))}
                </span>
              </dd>
            </div>
          </dl>
        </div>
        <h3>{t('workSample.tray')}</h3>
        <fieldset ref={trayElement} className="c-till__tray ui-scroll" aria-label={t('workSample.tray')} tabIndex={-1}>
          {tray.length === 0 && <p>{t('workSample.trayEmpty')}</p>}
          {tray.map((pile) => (
            <Button key={pile.fen} variant="quiet" className="c-till__pile" onPress={() => take(pile)}>
              <span className="ui-visually-hidden">
                {t('workSample.takeBack', { money: nameOf(pile.fen), number: pile.count })}
              </span>
              <PileOf pile={pile} />
            </Button>
          ))}
        </fieldset>
        <h3>{t('workSample.till')}</h3>
        <fieldset className="c-till__drawer" data-keypad-choices aria-label={t('workSample.till')}>
          {task.denominations.map((fen) => (
            <Button key={fen} className="c-till__money" onPress={() => put(fen)}>
              <span className="ui-visually-hidden">{t('workSample.put', { money: nameOf(fen) })}</span>
              <Piece fen={fen} />
            </Button>
          ))}
        </fieldset>
        <output className="ui-visually-hidden">{said}</output>
      </section>
    </WorkStage>
  );
}
