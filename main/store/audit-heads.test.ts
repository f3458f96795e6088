import { v7 } from 'uuid';
import { beforeEach, expect, test } from 'vitest';
import { AUDIT_ROOT, AuditClaim, type AuditHead, auditHeadText } from '#shared/wire/audit-head.ts';
import type { AcknowledgedHead } from './acknowledged-head.ts';
import { type AuditHeads, createAuditHeads } from './audit-heads.ts';
import { type Database, openDatabase } from './database.native.ts';
import { deviceSigner, verifySignature } from './device-signer.ts';
import { keysInMemory } from './keys/keys.fake.ts';
import { openStore } from './open-store.ts';

const now = () => new Date('2026-03-02T08:00:00.000Z');
const signer = deviceSigner(Buffer.alloc(32, 7));

let database: Database;
let store: ReturnType<typeof openStore>;
let heads: AuditHeads;
let kept: AuditHead | 'damaged' | null;
let logged: string[];
const acknowledged: AcknowledgedHead = { read: () => kept, keep: (head) => void (kept = head) };

function open(parts: { acknowledged?: AcknowledgedHead; key?: number } = {}): AuditHeads {
  return createAuditHeads(database, {
    deviceId: store.deviceId,
    signer: parts.key === undefined ? signer : deviceSigner(Buffer.alloc(32, parts.key)),
    acknowledged: parts.acknowledged ?? acknowledged,
    now,
    log: (event) => logged.push(event),
  });
}

beforeEach(() => {
  kept = null;
  logged = [];
  database = openDatabase(':memory:');
  store = openStore(database, { now, newId: () => v7(), reference: () => 'ABC123', keys: keysInMemory() });
  heads = open();
});

function write(lines: number): void {
  for (let line = 0; line < lines; line += 1)
    store.ledger.audit({ actor: 'staff', action: 'test', subject: 's', detail: {} });
}

/** Sets the log back, as an old copy of the database would. */
function setBack(line: number): void {
  database.exec('drop trigger audit_keeps_every_line');
  database.prepare('delete from audit where seq > ?').run(line);
}

test('the head names the newest line and is signed over the text of the wire format', () => {
  expect(heads.head()).toMatchObject({ seq: 0, sha256: AUDIT_ROOT });
  write(3);
  const head = heads.head();
  expect(head).toMatchObject({ deviceId: store.deviceId, seq: 3, publicKey: signer.publicKey });
  const text = `anteroom audit log v1 ${store.deviceId}\n3\n${head.sha256}\n2026-03-02T08:00:00.000Z\n`;
  expect(auditHeadText(head)).toBe(text);
  expect(verifySignature(head.publicKey, Buffer.from(text), head.signature)).toBe(true);
});

test('a claim starts from what was acknowledged, or from the line that was asked for', () => {
  write(3);
  expect(heads.claim()).toMatchObject({ head: { seq: 3 }, heldSeq: null, atHeld: null });
  heads.acknowledge(heads.head());
  write(2);
  const claim = heads.claim();
  expect(AuditClaim.parse(claim)).toMatchObject({ head: { seq: 5 }, heldSeq: 3, atHeld: { seq: 3 } });
  expect(heads.claim(4)).toMatchObject({ heldSeq: 4, atHeld: { seq: 4 } });
});

test('a log that does not reach the line asked for shows the last it has', () => {
  write(5);
  heads.acknowledge(heads.head());
  setBack(2);
  expect(heads.claim()).toMatchObject({ head: { seq: 2 }, heldSeq: 5, atHeld: { seq: 2 } });
});

test('answers that come late do not set back what was acknowledged', () => {
  write(3);
  const early = heads.head();
  write(2);
  heads.acknowledge(heads.head());
  heads.acknowledge(early);
  expect(kept).toMatchObject({ seq: 5 });
  expect(logged).toEqual([]);
});

test('a head office that takes a log as it is ends what the kiosk held against it', () => {
  write(5);
  heads.acknowledge(heads.head());
  setBack(2);
  expect(heads.read().problems).toMatchObject([{ kind: 'cut', line: 3 }]);
  heads.acknowledge(heads.head());
  expect(kept).toMatchObject({ seq: 2 });
  expect(logged).toEqual(['audit.acknowledged_anew']);
  expect(heads.read()).toMatchObject({ problems: [], acknowledged: 'kept' });
});

test('what was acknowledged under another key, or cannot be read, is no ground to stand on', () => {
  write(3);
  heads.acknowledge(heads.head());
  expect(open({ key: 8 }).read()).toMatchObject({ acknowledged: 'damaged', problems: [] });
  kept = 'damaged';
  expect(heads.claim()).toMatchObject({ heldSeq: null, atHeld: null });
  heads.acknowledge(heads.head());
  expect(heads.read()).toMatchObject({ acknowledged: 'kept' });
});

test('a disk that takes no acknowledgement is told and stops nothing', () => {
  const full: AcknowledgedHead = {
    read: () => null,
    keep: () => {
      throw new Error('ENOSPC');
    },
  };
  open({ acknowledged: full }).acknowledge(heads.head());
  expect(logged).toEqual(['audit.acknowledgement_failed']);
});
