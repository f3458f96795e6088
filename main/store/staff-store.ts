import type { StaffId } from '#shared/ids.ts';
import type { Database } from './database.native.ts';
import type { Cells } from './keys/cells.ts';
import type { Ledger, LedgerAudit } from './ledger.ts';

/** One staff account; the shape main/review works with. */
export interface StaffRow {
  id: StaffId;
  name: string;
  role: 'manager' | 'technician';
  state: 'active' | 'suspended' | 'ended';
  createdAt: string;
  pin: { salt: Uint8Array; hash: Uint8Array; n: number; r: number; p: number };
  attempts: { failures: number; lockMs: number; atMonotonicMs: number; bootId: string };
}

interface StaffSqlRow {
  staff_id: string;
  name: string;
  role: 'manager' | 'technician';
  state: 'active' | 'suspended' | 'ended';
  created_at: string;
  pin_salt: Buffer;
  pin_hash: Buffer;
  scrypt_n: number;
  scrypt_r: number;
  scrypt_p: number;
  failures: number;
  lock_ms: number;
  at_monotonic_ms: number;
  boot_id: string;
}

/** Who changed an account, and what; the account is the subject. */
type StaffAudit = Omit<LedgerAudit, 'subject'>;

export const staffNamePlace = (staffId: string) => `staff.name ${staffId}`;

/** Staff accounts in SQLite: durable when a call returns. A change is one transaction with its audit line. */
export function createStaffStore(
  database: Database,
  cells: Pick<Cells, 'sealForDevice' | 'openForDevice'>,
  ledger: Pick<Ledger, 'audit'>,
) {
  const staffOf = (row: StaffSqlRow): StaffRow => ({
    id: row.staff_id as StaffId,
    name: cells.openForDevice(staffNamePlace(row.staff_id), row.name),
    role: row.role,
    state: row.state,
    createdAt: row.created_at,
    pin: { salt: row.pin_salt, hash: row.pin_hash, n: row.scrypt_n, r: row.scrypt_r, p: row.scrypt_p },
    attempts: { failures: row.failures, lockMs: row.lock_ms, atMonotonicMs: row.at_monotonic_ms, bootId: row.boot_id },
  });
  const all = database.prepare<[], StaffSqlRow>('select * from staff order by created_at, staff_id');
  const one = database.prepare<[string], StaffSqlRow>('select * from staff where staff_id = ?');
  return {
    list: (): StaffRow[] => all.all().map(staffOf),
    get(id: StaffId): StaffRow | undefined {
      const row = one.get(id);
      return row && staffOf(row);
    },
    insert({ id, name, role, state, createdAt, pin, attempts }: StaffRow, audit: StaffAudit): void {
      database.transaction(() => {
        database
          .prepare(
            `insert into staff (staff_id, name, role, state, created_at, pin_salt, pin_hash, scrypt_n, scrypt_r, scrypt_p, failures, lock_ms, at_monotonic_ms, boot_id)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(
            id,
            cells.sealForDevice(staffNamePlace(id), name),
            role,
            state,
            createdAt,
            pin.salt,
            pin.hash,
            pin.n,
            pin.r,
            pin.p,
            attempts.failures,
            attempts.lockMs,
            attempts.atMonotonicMs,
            attempts.bootId,
          );
        ledger.audit({ ...audit, subject: id });
      })();
    },
    /** Role, state and PIN of an account. */
    save({ id, role, state, pin }: StaffRow, audit: StaffAudit): void {
      database.transaction(() => {
        database
          .prepare(
            `update staff set role = ?, state = ?, pin_salt = ?, pin_hash = ?, scrypt_n = ?, scrypt_r = ?, scrypt_p = ?
             where staff_id = ?`,
          )
          .run(role, state, pin.salt, pin.hash, pin.n, pin.r, pin.p, id);
        ledger.audit({ ...audit, subject: id });
      })();
    },
    saveAttempts(id: StaffId, attempts: StaffRow['attempts']): void {
      database
        .prepare('update staff set failures = ?, lock_ms = ?, at_monotonic_ms = ?, boot_id = ? where staff_id = ?')
        .run(attempts.failures, attempts.lockMs, attempts.atMonotonicMs, attempts.bootId, id);
    },
  };
}
