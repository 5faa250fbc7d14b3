// @vitest-environment happy-dom
import { act, fireEvent, render as draw, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeartbeatView } from '@/components/heartbeat/HeartbeatView.tsx';
import { INITIAL_VIEW, type View } from '@/components/heartbeat/view.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { createLanes } from '@/lib/recording/lanes.ts';
import { createSceneSelector } from '@/lib/store/selectors.ts';
import {
  cookieSet,
  cookiesListed,
  granted,
  navigated,
  record,
  requested,
  storageListed,
} from '../../lib/support/events.ts';
import { makeClerkToken } from '../../lib/support/tokens.ts';
import { renderPanel } from '../render.tsx';

const NOW = 1_190_000;
const TOKENS = [
  makeClerkToken({ iat: 1_000, exp: 1_060 }),
  makeClerkToken({ iat: 1_100, exp: 1_160, role: 'admin' }),
  makeClerkToken({ iat: 1_145, exp: 1_205, role: 'admin' }),
] as const;
const [FIRST, SECOND, THIRD] = TOKENS;

/** Three tokens; between the first and the second an expired one was there, and was sent. */
const EVENTS: readonly RecordingEvent[] = [
  navigated(),
  granted(),
  cookieSet({ value: FIRST }, 1_000_500),
  requested({ startedAt: 1_010_000, sent: [{ place: 'cookie', name: '__session', value: FIRST }] }),
  requested({ startedAt: 1_070_000, status: 401, sent: [{ place: 'cookie', name: '__session', value: FIRST }] }),
  cookieSet({ value: SECOND }, 1_100_500),
  cookieSet({ value: THIRD }, 1_145_500),
  storageListed({ copy: THIRD }, 1_145_600),
];

const [credential] = listCredentials(record(...EVENTS)).map((view) => view.credential.id);

/** The width that every lane has: nothing is laid out here. */
const WIDTH = 360;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      readonly #report: (entries: unknown[]) => void;
      constructor(report: (entries: unknown[]) => void) {
        this.#report = report;
      }
      observe() {
        this.#report([{ contentRect: { width: WIDTH } }]);
      }
      disconnect() {}
    },
  );
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, WIDTH, 40));
  // A pen that draws nothing: what is drawn has its own tests.
  const pen = new Proxy({}, { get: (_, name) => (name === 'canvas' ? {} : () => ({ width: 20 })), set: () => true });
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(pen as CanvasRenderingContext2D);
  vi.stubGlobal('Path2D', vi.fn<() => void>());
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const render = (options: Parameters<typeof renderPanel>[1] = {}) => renderPanel(EVENTS, { now: NOW, ...options });
const lanesOf = (table: HTMLElement) => within(table).getAllByRole('img');

/** Five minutes back and one ahead. */
const xOf = (seconds: number) => ((seconds - (NOW / 1_000 - 300)) / 360) * WIDTH;

describe('the column', () => {
  it('says in words what each lane shows', () => {
    const { getByRole } = render();

    expect(lanesOf(getByRole('table', { name: 'Credentials' })).map((lane) => lane.getAttribute('aria-label'))).toEqual(
      ['__session: 3 tokens, current #3, 1 gap, 2 requests, 1 sent after expiry', 'copy: the same as __session'],
    );
  });

  it('selects the token that is clicked, and not the row with it', () => {
    const { getByRole, onSelect, onSelectToken } = render();
    const [lane] = lanesOf(getByRole('table', { name: 'Credentials' }));
    if (lane) fireEvent.click(lane, { clientX: xOf(1_020), clientY: 15 });

    expect(onSelectToken).toHaveBeenCalledExactlyOnceWith(credential, FIRST);
    expect(onSelect).not.toHaveBeenCalled();
  });

  it('selects the row where no token is', () => {
    const { getByRole, onSelect, onSelectToken } = render();
    const [lane] = lanesOf(getByRole('table', { name: 'Credentials' }));
    if (lane) fireEvent.click(lane, { clientX: xOf(950), clientY: 15 });

    expect(onSelectToken).not.toHaveBeenCalled();
    expect(onSelect).toHaveBeenCalledExactlyOnceWith(credential);
  });

  it('says which token is selected, in every lane that has it', () => {
    const { getByRole } = render({ selected: credential ?? null, selectedToken: THIRD });

    expect(lanesOf(getByRole('table', { name: 'Credentials' })).map(({ dataset }) => dataset['selected'])).toEqual([
      '3',
      '3',
    ]);
  });

  it('goes from token to token with the arrow keys, and tells of each', () => {
    const { getByRole, onSelectToken } = render();
    fireEvent.keyDown(getByRole('button', { name: '__session' }), { key: 'ArrowLeft' });

    expect(onSelectToken).toHaveBeenCalledExactlyOnceWith(credential, SECOND);
    expect(getByRole('tooltip').textContent).toContain('Token #2');
    expect(getByRole('tooltip').textContent).toContain('Changedrole');
  });

  it('says the token, its cause and its expiry to who cannot see the card', () => {
    const { getByRole, container } = render();
    fireEvent.keyDown(getByRole('button', { name: '__session' }), { key: 'ArrowLeft' });

    expect(container.querySelector('.credentials [aria-live="polite"]')?.textContent).toMatch(
      /^Token #2 of __session\. .+\. Expired at .+, 30 sec\. ago$/,
    );
  });
});

describe('the card', () => {
  beforeEach(() => vi.useFakeTimers({ now: NOW }));

  const point = (seconds: number, y = 15) => {
    const rendered = render();
    const [lane] = lanesOf(rendered.getByRole('table', { name: 'Credentials' }));
    if (lane) fireEvent.pointerMove(lane, { clientX: xOf(seconds), clientY: y });
    return { ...rendered, lane };
  };
  const pass = (time: number) => act(() => void vi.advanceTimersByTime(time));

  it('opens once the pointer has rested on a token, and stays while it is on the card', () => {
    const { queryByRole, getByRole, lane } = point(1_020);
    pass(299);
    expect(queryByRole('tooltip')).toBeNull();

    pass(1);
    expect(getByRole('tooltip').textContent).toContain('Token #1');
    if (lane) fireEvent.pointerLeave(lane);
    fireEvent.pointerEnter(getByRole('tooltip'));
    pass(1_000);
    expect(queryByRole('tooltip')).not.toBeNull();
  });

  it('closes when the pointer is gone, and with Escape', () => {
    const { queryByRole, lane } = point(1_020);
    pass(300);
    fireEvent.keyDown(document, { key: 'Escape' });
    expect(queryByRole('tooltip')).toBeNull();

    if (lane) fireEvent.pointerMove(lane, { clientX: xOf(1_020), clientY: 15 });
    pass(300);
    if (lane) fireEvent.pointerLeave(lane);
    pass(200);
    expect(queryByRole('tooltip')).toBeNull();
  });

  it('tells what was sent while only an expired token was there', () => {
    const { getByRole } = point(1_080);
    pass(300);

    expect(getByRole('tooltip').textContent).toContain('Only an expired token for 40 s');
    expect(getByRole('tooltip').textContent).toContain('1 request');
  });

  it('counts the request that says last that the expired token is still there', () => {
    const stale = makeClerkToken({ iat: 1_000, exp: 1_060, jti: 'stale' });
    const calls = [1_050_000, 1_070_000, 1_100_000].map((startedAt) =>
      requested({ startedAt, sent: [{ place: 'authorization', name: 'Authorization', value: `Bearer ${stale}` }] }),
    );
    const { getByRole } = renderPanel([navigated(), granted(), ...calls], { now: NOW });
    const [lane] = lanesOf(getByRole('table', { name: 'Credentials' }));
    if (lane) fireEvent.pointerMove(lane, { clientX: xOf(1_080), clientY: 10 });
    pass(300);

    expect(getByRole('tooltip').textContent).toContain('Only an expired token for 40 s');
    expect(getByRole('tooltip').textContent).toContain('2 requests');
  });

  it('names a request, with how late it was sent', () => {
    const { getByRole } = point(1_070, 34);
    pass(300);

    expect(getByRole('tooltip').textContent).toContain('GET /api, 401 in 50 ms #1, 10 s late');
  });
});

describe('the large view', () => {
  const open = (options?: Parameters<typeof renderPanel>[1]) => {
    const rendered = render(options);
    fireEvent.click(rendered.getByRole('tab', { name: 'Heartbeat' }));
    const view = within(rendered.getByRole('region', { name: 'Heartbeat' }));
    return { ...rendered, view, lanes: view.getByRole('application') };
  };
  const pressed = (button: HTMLElement) => button.getAttribute('aria-pressed');

  it('has a lane for each credential that had a token, and the key', () => {
    const { view } = open();

    expect(view.getAllByRole('img').map(({ dataset }) => dataset['lane'])).toEqual(['__session', 'copy']);
    expect(view.getByRole('list', { name: 'Key of the heartbeat' }).textContent).toContain('Forced from this panel');
  });

  it('zooms with buttons, keys, the slider and Ctrl with the wheel', () => {
    const { view, lanes } = open();
    const shown = () => view.getByRole('slider', { name: 'Time shown' }).getAttribute('aria-valuetext');
    expect(shown()).toBe('5 min');

    fireEvent.click(view.getByRole('button', { name: '8 h' }));
    expect(shown()).toBe('8 h');
    fireEvent.keyDown(lanes, { key: '+' });
    expect(shown()).toBe('5.3 h');
    fireEvent.click(view.getByRole('button', { name: 'Show more time' }));
    expect(shown()).toBe('8 h');
    fireEvent.change(view.getByRole('slider'), { target: { value: String(Math.log(8 * 3_600_000)) } });
    expect(shown()).toBe('60 s');
    // The wheel's keys are not of the events here.
    const wheel = Object.assign(new WheelEvent('wheel', { deltaY: 300, bubbles: true }), {
      ctrlKey: true,
      clientX: 180,
    });
    fireEvent(lanes, wheel);
    expect(shown()).toBe('3 min');
  });

  it('stands when it is panned, and follows now again when asked to', () => {
    const { view, lanes } = open();
    const follow = view.getByRole('button', { name: 'Follow now' });
    expect(pressed(follow)).toBe('true');

    fireEvent.wheel(lanes, { deltaX: -90 });
    expect(pressed(follow)).toBe('false');
    fireEvent.keyDown(lanes, { key: 'Home' });
    expect(pressed(follow)).toBe('true');
    fireEvent.keyDown(lanes, { key: 'ArrowLeft', shiftKey: true });
    expect(pressed(follow)).toBe('false');
    fireEvent.doubleClick(lanes);
    expect(pressed(follow)).toBe('true');
  });

  it('stands where it stood after another tab was looked at, for each recording', async () => {
    const { view, lanes, again, getByRole, queryByRole } = open();
    fireEvent.click(view.getByRole('button', { name: '30 min' }));
    fireEvent.keyDown(lanes, { key: 'ArrowLeft', shiftKey: true });
    fireEvent.click(getByRole('tab', { name: 'History' }));
    await waitFor(() => expect(queryByRole('application')).toBeNull());
    fireEvent.click(getByRole('tab', { name: 'Heartbeat' }));
    const zoom = () => getByRole('button', { name: '30 min' });
    expect([pressed(zoom()), pressed(getByRole('button', { name: 'Follow now' }))]).toEqual(['true', 'false']);

    const file = {
      name: 'a.json',
      exportedAt: NOW,
      app: { version: '1', browser: 'x' },
      redacted: true,
      scene: createSceneSelector()(record(...EVENTS)),
      events: EVENTS,
    };
    again([], { file, shows: 'file' });
    expect([pressed(zoom()), pressed(getByRole('button', { name: 'Follow now' }))]).toEqual(['false', 'true']);
    again([]);
    expect([pressed(zoom()), pressed(getByRole('button', { name: 'Follow now' }))]).toEqual(['true', 'false']);
  });

  it('leaves the wheel to the list where it means neither', () => {
    const { view, lanes } = open();
    fireEvent.wheel(lanes, { deltaY: 90 });

    expect(pressed(view.getByRole('button', { name: 'Follow now' }))).toBe('true');
  });

  it('goes from token to token and from lane to lane, and selects with Enter', () => {
    const { view, lanes, onSelectToken } = open();
    const says = () => view.getByRole('status').textContent;
    fireEvent.keyDown(lanes, { key: 'ArrowLeft' });
    expect(says()).toMatch(/^Token #3 of __session\. .+\. Expires at .+, in 15 sec\.$/);
    fireEvent.keyDown(lanes, { key: 'ArrowLeft' });
    expect(says()).toMatch(/^Token #2 of __session/);
    fireEvent.keyDown(lanes, { key: 'Enter' });
    expect(onSelectToken).toHaveBeenCalledExactlyOnceWith(credential, SECOND);

    fireEvent.keyDown(lanes, { key: 'ArrowDown' });
    expect(says()).toMatch(/^Token #3 of copy/);
  });

  it('goes to gaps and requests with comma and full stop, and selects their token with Enter', () => {
    const { view, lanes, getByRole, onSelectToken } = open();
    const says = () => view.getByRole('status').textContent;
    const press = (key: string) => fireEvent.keyDown(lanes, { key });
    press(',');
    expect(says()).toMatch(/^1 request with __session at .+: 1 401, 403; 1 after expiry$/);
    expect(getByRole('tooltip').textContent).toContain('GET /api, 401 in 50 ms #1, 10 s late');
    press(',');
    expect(says()).toMatch(/^Only an expired token of __session for 40 s, from .+ to .+$/);
    expect(getByRole('tooltip').textContent).toContain('Only an expired token for 40 s');
    press('Enter');
    expect(onSelectToken).toHaveBeenCalledExactlyOnceWith(credential, FIRST);

    press(',');
    expect(says()).toMatch(/^1 request with __session at .+: 1 2xx$/);
    press(',');
    press('.');
    expect(says()).toMatch(/^Only an expired token/);
    press('ArrowRight');
    expect(says()).toMatch(/^Token #2 of __session/);
  });

  it('takes requests that are drawn as one for one', () => {
    const more = [1_171, 1_172].map((at) =>
      requested({ startedAt: at * 1_000, sent: [{ place: 'cookie', name: '__session', value: THIRD }] }),
    );
    const { lanes, view, again } = open();
    again(more);
    fireEvent.click(view.getByRole('button', { name: '30 min' }));
    fireEvent.keyDown(lanes, { key: '.' });
    expect(view.getByRole('status').textContent).toMatch(/^2 requests with __session/);
    // The token is live: its gap is still to come.
    fireEvent.keyDown(lanes, { key: '.' });
    expect(view.getByRole('status').textContent).toMatch(/^2 requests with __session/);
  });

  it('goes on with the arrows from the lane that was clicked in', () => {
    const { view, lanes, again } = open();
    again([], { selected: listCredentials(record(...EVENTS))[1]!.credential.id, selectedToken: THIRD });
    fireEvent.keyDown(lanes, { key: 'ArrowRight' });

    expect(view.getByRole('status').textContent).toMatch(/^Token #3 of copy/);
  });

  it('has the card where the token is once the view has moved there', async () => {
    const { view, lanes, findByRole } = open();
    fireEvent.click(view.getByRole('button', { name: '1 min' }));
    const old = () => fireEvent.keyDown(lanes, { key: 'ArrowLeft' });
    for (let step = 0; step < 3; step++) old();
    const card = await findByRole('tooltip');

    expect(card.textContent).toContain('Token #1');
    // It begins in the middle of what is shown and reaches its right end.
    expect(card.style.left).toBe('90px');
  });

  it('zooms and pans too where the first token came after it was opened', () => {
    const rendered = renderPanel([navigated(), granted(), cookieSet({ name: 'sid', value: 'opaque' })], { now: NOW });
    fireEvent.click(rendered.getByRole('tab', { name: 'Heartbeat' }));
    expect(rendered.getByText('No token has been seen in this recording.')).toBeTruthy();
    rendered.again([cookieSet({ value: THIRD }, 1_145_500)]);
    fireEvent.wheel(rendered.getByRole('application'), { deltaX: -90 });

    expect(pressed(rendered.getByRole('button', { name: 'Follow now' }))).toBe('false');
  });

  it('says of how many credentials no lane is drawn', () => {
    const cookies = Array.from({ length: 250 }, (_, n) => ({ name: `cookie-${n}`, value: FIRST }));
    const rendered = renderPanel([navigated(), granted(), cookiesListed(cookies)], { now: NOW });
    fireEvent.click(rendered.getByRole('tab', { name: 'Heartbeat' }));
    const view = rendered.getByRole('region', { name: 'Heartbeat' });

    expect(lanesOf(within(view).getByRole('application'))).toHaveLength(200);
    expect(view.textContent).toContain('The first 200; 50 more credentials not drawn.');
  });

  it('says what was dropped', () => {
    const recording = record(...EVENTS);
    const dropped = { ...recording.dropped, tokens: 1, requests: 2_000 };
    const heartbeat = (
      <HeartbeatView
        recording={{ ...recording, dropped }}
        views={[]}
        lanes={createLanes()(recording, listCredentials(recording), { state: 'unknown' })}
        skew={{ state: 'unknown' }}
        selectedId={undefined}
        selectedToken={null}
        kept={{ read: () => INITIAL_VIEW, write: vi.fn<(view: View) => void>() }}
        onSelectToken={vi.fn<(credentialId: string, raw: string) => void>()}
      />
    );

    expect(draw(heartbeat).container.textContent).toContain(
      '1 older token and 2,000 older requests dropped to bound memory.',
    );
  });

  it('goes back to now with a double click where nothing is, and not on a token', () => {
    const { view } = open();
    const follow = view.getByRole('button', { name: 'Follow now' });
    const [lane] = view.getAllByRole('img');
    fireEvent.click(follow);
    fireEvent.doubleClick(lane!, { clientX: 200, clientY: 20 });
    expect(pressed(follow)).toBe('false');

    fireEvent.doubleClick(lane!, { clientX: 5, clientY: 20 });
    expect(pressed(follow)).toBe('true');
  });

  it('pans when it is dragged, and takes the click at its end for none', () => {
    const { view, onSelectToken } = open();
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(WIDTH);
    const [lane] = view.getAllByRole('img');
    if (!lane) throw new Error('no lane');
    fireEvent.pointerDown(lane, { button: 0, clientX: 100 });
    fireEvent.pointerMove(window, { buttons: 1, clientX: 160 });
    fireEvent.pointerUp(window);
    fireEvent.click(lane, { clientX: 160, clientY: 20 });

    expect(pressed(view.getByRole('button', { name: 'Follow now' }))).toBe('false');
    expect(onSelectToken).not.toHaveBeenCalled();
  });
});
