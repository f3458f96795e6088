import {
  DoorOpen,
  Ear,
  GitPullRequestArrow,
  GraduationCap,
  Scale,
  TrendingUp,
  TriangleAlert,
  UsersRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, classNames } from '#renderer/ui/index.ts';
import type { TodayView, Wait } from '#shared/contract/review.ts';
import { STAFF_PURPOSES, type StaffPurpose } from '#shared/purpose.ts';
import { NO_FILTER } from '../interviews/list-filter.ts';
import type { Destination } from './destination.ts';

const ICONS: Readonly<Record<Wait, ReactNode>> = {
  to_listen: <Ear aria-hidden="true" />,
  second_rater: <UsersRound aria-hidden="true" />,
  undecided: <Scale aria-hidden="true" />,
  parked: <TriangleAlert aria-hidden="true" />,
};
const STAFF_ICONS: Readonly<Record<StaffPurpose, ReactNode>> = {
  promotion: <TrendingUp aria-hidden="true" />,
  training: <GraduationCap aria-hidden="true" />,
  exit: <DoorOpen aria-hidden="true" />,
};
/** What somebody has to hear first, then decide; trouble with sending last: it does not concern a person at the gate. */
const ORDER: readonly Wait[] = ['to_listen', 'second_rater', 'undecided', 'parked'];

function Tile({
  icon,
  count,
  name,
  hint,
  onPress,
}: {
  readonly icon: ReactNode;
  readonly count: number;
  readonly name: string;
  readonly hint: string;
  readonly onPress: () => void;
}) {
  return (
    <Button
      className={classNames('mgr-tile', count === 0 && 'mgr-tile--none')}
      isDisabled={count === 0}
      onPress={onPress}
    >
      <span className="mgr-tile__head">
        {icon}
        <span className="mgr-tile__count ui-tabular">{count}</span>
      </span>
      <span className="mgr-tile__name">{name}</span>
      <span className="mgr-tile__hint">{hint}</span>
    </Button>
  );
}

interface WaitTilesProps {
  readonly view: TodayView;
  /** How many are open, of interviews that the reader has rated. */
  readonly proposals: number;
  readonly onGo: (to: Destination) => void;
}

/** Everything that waits, each with its number; a press leads to exactly those. */
export function WaitTiles({ view, proposals, onGo }: WaitTilesProps) {
  const { t } = useTranslation('manager');
  const held = STAFF_PURPOSES.filter((purpose) => view.staff[purpose] > 0);
  return (
    <section aria-label={t('today.waiting')} className="mgr-tiles">
      {ORDER.map((wait) => {
        const count = view.waits[wait];
        const hint =
          wait === 'undecided' && view.earlier > 0
            ? t('today.earlier', { count: view.earlier })
            : t(`today.hints.${wait}`);
        return (
          <Tile
            key={wait}
            icon={ICONS[wait]}
            count={count}
            name={t(`today.waits.${wait}`)}
            hint={hint}
            onPress={() => onGo({ place: 'interviews', filter: { ...NO_FILTER, wait } })}
          />
        );
      })}
      <Tile
        icon={<GitPullRequestArrow aria-hidden="true" />}
        count={proposals}
        name={t('today.proposals')}
        hint={t('today.proposals_hint')}
        onPress={() => onGo({ place: 'proposals' })}
      />
      {held.length > 0 && (
        <h2 className="mgr-tiles__head">
          {t('today.staff')} <span className="mgr-soft">{t('today.staff_note')}</span>
        </h2>
      )}
      {held.map((purpose) => (
        <Tile
          key={purpose}
          icon={STAFF_ICONS[purpose]}
          count={view.staff[purpose]}
          name={t(`purposes.${purpose}`)}
          hint={t(`today.staff_hints.${purpose}`)}
          onPress={() => onGo({ place: 'interviews', filter: { ...NO_FILTER, purpose, wait: 'undecided' } })}
        />
      ))}
    </section>
  );
}
