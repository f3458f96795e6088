import { expect, test } from 'vitest';
import { FakeApp } from '#tests/contract/app.fake.ts';
import { SessionConnections } from './session-connections.ts';

test('a reload within the grace finds its connection, and with it its role', () => {
  const app = new FakeApp();
  const connections = new SessionConnections({ app, reloadGraceMs: 60_000 });
  const before = connections.hold('page');
  before.connection.role = 'manager';
  before.release();
  const after = connections.hold('page');
  expect(after.connection.role).toBe('manager');
  expect(app.opened).toHaveLength(1);
  connections.closeAll();
});

test('a page that stays away is signed out: it comes back as a new connection', async () => {
  const app = new FakeApp();
  const connections = new SessionConnections({ app, reloadGraceMs: 5 });
  const before = connections.hold('page');
  before.connection.role = 'manager';
  before.release();
  await expect.poll(() => app.closed).toEqual([before.connection]);
  expect(connections.of('page').role).toBe('candidate');
  connections.closeAll();
});

test('a connection lives while any socket of its page does', async () => {
  const app = new FakeApp();
  const connections = new SessionConnections({ app, reloadGraceMs: 5 });
  const first = connections.hold('page');
  const second = connections.hold('page');
  first.release();
  // another page that leaves shows that the grace is over
  connections.hold('other').release();
  await expect.poll(() => app.closed).toHaveLength(1);
  expect(app.closed).not.toContain(second.connection);
  connections.closeAll();
});

test('closing the host ends every connection', () => {
  const app = new FakeApp();
  const connections = new SessionConnections({ app, reloadGraceMs: 60_000 });
  connections.of('one');
  connections.hold('two');
  connections.closeAll();
  expect(app.closed).toEqual(app.opened);
});
