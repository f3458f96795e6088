// The page's side of the contract without any of its screens: what the shell specs drive in a real Chromium.
import { Button } from 'react-aria-components/Button';
import { createRoot } from 'react-dom/client';
import { connect, connection } from '#renderer/api/connect.ts';
import { followEvents } from '#renderer/api/follow-events.ts';
import { putSlice } from '#renderer/api/put-slice.ts';

const page = { connect, connection, followEvents, putSlice };
export type TestPage = typeof page;

declare global {
  var testPage: TestPage;
}

globalThis.testPage = page;
createRoot(document.querySelector('#root') ?? document.body).render(<Button>press</Button>);
