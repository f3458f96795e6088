import { ImageOff } from 'lucide-react';
import type { ComponentType } from 'react';
import { CounterHall } from './counter-hall.tsx';
import { FanBlade, FanFrontGuard, FanMotor, FanPole, FanRearGuard } from './fan.tsx';
import { RepairGloves, RepairRod, RepairUnplugged, RepairWithWatcher } from './repair.tsx';
import { SignPullThePlug } from './sign-pull-the-plug.tsx';
import { WarehouseAisle } from './warehouse-aisle.tsx';
import './drawing.css';

/** Every drawing a job file may name. */
export const DRAWINGS: Readonly<Record<string, ComponentType>> = {
  'fan-pole': FanPole,
  'fan-motor': FanMotor,
  'fan-rear-guard': FanRearGuard,
  'fan-blade': FanBlade,
  'fan-front-guard': FanFrontGuard,
  'sign-pull-the-plug': SignPullThePlug,
  'repair-gloves': RepairGloves,
  'repair-rod': RepairRod,
  'repair-unplugged': RepairUnplugged,
  'repair-with-watcher': RepairWithWatcher,
  'warehouse-aisle': WarehouseAisle,
  'counter-hall': CounterHall,
};

/** A drawing by its name. One that this version does not know is shown as a frame with its words, never as nothing. */
export function Drawing({ name, label }: { readonly name: string; readonly label: string }) {
  const Sheet = DRAWINGS[name];
  if (Sheet === undefined) {
    return (
      <span className="c-drawing c-drawing--unknown">
        <ImageOff aria-hidden="true" />
        {label}
      </span>
    );
  }
  return (
    <span className="c-drawing">
      <Sheet />
      <span className="ui-visually-hidden">{label}</span>
    </span>
  );
}
