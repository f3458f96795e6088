import { CalendarPlus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Select, Spinner, TextField } from '#renderer/ui/index.ts';
import { Slot } from '#shared/hub/messages.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { z } from 'zod';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useAnswer } from '../use-answer.ts';
import { useDoing } from '../use-doing.ts';
import { useNames } from './names.tsx';
import { instantAt, slotTime } from './slot-time.ts';

const MOST = 200;
const Slots = pageOf(Slot);
const OpenedSlots = z.object({ slots: z.array(Slot) });

interface SlotPickerProps {
  readonly jobId: string;
  /** Null while none is chosen. */
  readonly value: string | null;
  readonly onChange: (slotId: string | null) => void;
  /** May open a time that is not there yet. */
  readonly mayOpen: boolean;
}

/** One of the free times for a job; where none fits, a new one is opened on the spot. */
export function SlotPicker({ jobId, value, onChange, mayOpen }: SlotPickerProps) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const [isOpening, setOpening] = useState(false);
  const load = useCallback(async () => {
    const query = new URLSearchParams({ jobId, onlyFree: 'true', from: new Date().toISOString(), limit: String(MOST) });
    return (await ask(`${HUB_PATHS.slots}?${query.toString()}`, Slots)).items;
  }, [jobId]);
  const { value: slots, problem, reload } = useAnswer(load);
  if (problem !== null) return <ProblemNote problem={problem} onRetry={() => void reload()} />;
  if (slots === null) return <Spinner label={t('common.loading')} />;
  return (
    <div className="flow-slots">
      {slots.length > 0 ? (
        <Select
          label={t('proposals.slot')}
          value={value}
          onChange={onChange}
          placeholder={t('proposals.choose_slot')}
          options={slots.map((slot) => ({
            id: slot.id,
            label: t('proposals.slot_line', {
              time: slotTime(i18n.language, names.timeZone(slot.siteId), slot),
              site: names.site(slot.siteId),
              count: slot.capacity - slot.booked,
            }),
          }))}
        />
      ) : (
        <p className="mgr-soft">{mayOpen ? t('proposals.no_slot') : t('proposals.no_slot_ask')}</p>
      )}
      {mayOpen && !isOpening && (
        <Button
          variant="quiet"
          icon={<CalendarPlus aria-hidden="true" />}
          className="flow-slots__open"
          onPress={() => setOpening(true)}
        >
          {t('proposals.open_slot')}
        </Button>
      )}
      {isOpening && (
        <NewSlot
          onClose={() => setOpening(false)}
          onOpened={(slotId) => {
            setOpening(false);
            void reload().then(() => onChange(slotId));
          }}
        />
      )}
    </div>
  );
}

/** A time at a site, by the clocks there. */
function NewSlot({ onOpened, onClose }: { readonly onOpened: (slotId: string) => void; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const { isDoing, problem, run } = useDoing();
  const [siteId, setSiteId] = useState(names.all.sites.length === 1 ? (names.all.sites[0]?.id ?? '') : '');
  const [date, setDate] = useState('');
  const [time, setTime] = useState('09:00');
  const [minutes, setMinutes] = useState('30');
  const [capacity, setCapacity] = useState('1');
  const start = instantAt(names.timeZone(siteId), date, time);
  const isReady = siteId.trim() !== '' && start !== null && Number(minutes) >= 5 && Number(capacity) >= 1;
  const open = () =>
    run(async () => {
      if (start === null) return;
      const endsAt = new Date(start.getTime() + Number(minutes) * 60_000).toISOString();
      const { slots } = await ask(HUB_PATHS.slots, OpenedSlots, {
        method: 'POST',
        body: { siteId, times: [{ startsAt: start.toISOString(), endsAt }], capacity: Number(capacity) },
      });
      const [opened] = slots;
      if (opened !== undefined) onOpened(opened.id);
    });
  return (
    <fieldset className="flow-new-slot">
      <legend className="ui-field__label">{t('proposals.new_slot')}</legend>
      {problem !== null && <ProblemNote problem={problem} />}
      <div className="flow-new-slot__fields">
        {names.all.sites.length > 0 ? (
          <Select
            label={t('proposals.site')}
            value={siteId === '' ? null : siteId}
            onChange={setSiteId}
            placeholder={t('proposals.choose_site')}
            options={names.all.sites.map(({ id, name }) => ({ id, label: names.text(name) }))}
          />
        ) : (
          <TextField label={t('proposals.site')} value={siteId} onChange={setSiteId} maxLength={64} />
        )}
        <TextField label={t('proposals.day')} type="date" value={date} onChange={setDate} />
        <TextField label={t('proposals.time')} type="time" value={time} onChange={setTime} />
        <TextField label={t('proposals.minutes')} inputMode="numeric" value={minutes} onChange={setMinutes} />
        <TextField label={t('proposals.places')} inputMode="numeric" value={capacity} onChange={setCapacity} />
      </div>
      <div className="flow-row">
        <Button isDisabled={!isReady} isPending={isDoing} onPress={() => void open()}>
          {t('proposals.open_it')}
        </Button>
        <Button variant="quiet" onPress={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </fieldset>
  );
}
