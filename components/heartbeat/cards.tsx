import type { ReactNode } from 'react';
import { formatLocal, formatRelative, plural } from '@/components/format.ts';
import type { Cause } from '@/lib/recording/cause.ts';
import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import { sideOf } from '@/lib/recording/comparison.ts';
import type { CredentialView } from '@/lib/recording/credentials.ts';
import type { Millis } from '@/lib/recording/event.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import type { Bar, Lane, RequestMark } from '@/lib/recording/lanes.ts';
import { barEnd, barReplaced, barStart, isLate, leftWhenSent, sentAt, type Gap } from '@/lib/recording/lane-spans.ts';
import { describeRequest } from '@/lib/recording/words.ts';
import { useNow } from '@/lib/store/use-now.ts';
import { diffClaims, formatPath } from '@/lib/token/diff.ts';
import { numberOf } from './describe-lane.ts';
import { ShapeIcon } from './Legend.tsx';
import { CAUSE_SHAPES, GAP_SHAPE, OUTCOME_SHAPES, OUTCOMES } from './marks.ts';

interface Props {
  readonly lane: Lane;
  readonly recording: Recording;
  readonly view: CredentialView | undefined;
  readonly skew: ClockSkew;
}

export function TokenCard({ lane, bar, recording, view, skew }: Props & { readonly bar: Bar }) {
  const offset = serverTime(0, skew);
  const now = useNow() + offset;
  const start = barStart(bar, offset);
  const replaced = barReplaced(bar, offset);
  const end = barEnd(bar, offset);
  const marks = lane.requests.filter(({ raw }) => raw === bar.raw);
  const changed = changedClaims(recording, lane, bar, view);
  return (
    <>
      <Title text={`Token ${numberOf(bar)}`} lane={lane} />
      <dl>
        <Fact name="Cause">
          {bar.causes.map((cause, index) => (
            <CauseLine key={cause.kind} cause={cause} isFirst={index === 0} />
          ))}
        </Fact>
        <Fact name={bar.iat === null ? 'Seen' : 'Issued'}>
          <When at={start} now={now} />
        </Fact>
        <Fact name="Expires">{bar.exp === null ? 'does not say' : <When at={bar.exp} now={now} />}</Fact>
        {changed !== undefined && (
          <Fact name="Changed">{changed.length > 0 ? <code>{changed.join(', ')}</code> : 'no claim'}</Fact>
        )}
        <Fact name="Carried by">{describeMarks(marks, offset)}</Fact>
        {replaced !== null && (
          <Fact name={bar === lane.bars.at(-1) ? 'Gone' : 'Replaced'}>
            <When at={replaced} now={now} />
            {end !== null && end > replaced && `, live for ${seconds(end - replaced)} more`}
          </Fact>
        )}
      </dl>
    </>
  );
}

export function GapCard({ lane, gap, skew }: Props & { readonly gap: Gap }) {
  const offset = serverTime(0, skew);
  const now = useNow() + offset;
  const { from, to } = gap;
  const bar = lane.bars.find(({ raw }) => raw === gap.raw);
  const sent = lane.requests.filter(
    (mark) => sentAt(mark, offset) >= from && sentAt(mark, offset) <= (to ?? Infinity) && isLate(mark, offset),
  );
  return (
    <>
      <Title text={`Only an expired token for ${seconds((to ?? now) - from)}`} lane={lane} />
      <dl>
        <Fact name="What">
          <ShapeIcon shape={GAP_SHAPE} /> Token {bar ? numberOf(bar) : ''} was there, and no live one
        </Fact>
        <Fact name="From">
          <When at={from} now={now} />
        </Fact>
        <Fact name="Until">{to === null ? 'now' : <When at={to} now={now} />}</Fact>
        <Fact name="Sent then">{describeMarks(sent, offset)}</Fact>
      </dl>
    </>
  );
}

/** As many requests as are named; of the rest the number is told. */
const MAX_NAMED = 5;

export function RequestsCard({ lane, marks, skew }: Props & { readonly marks: readonly RequestMark[] }) {
  const offset = serverTime(0, skew);
  return (
    <>
      <Title text={plural(marks.length, 'request')} lane={lane} />
      <ul>
        {marks.slice(0, MAX_NAMED).map((mark) => (
          <RequestLine key={`${mark.request.startedAt} ${mark.request.url}`} mark={mark} lane={lane} offset={offset} />
        ))}
        {marks.length > MAX_NAMED && <li className="muted">and {plural(marks.length - MAX_NAMED, 'more', 'more')}</li>}
      </ul>
    </>
  );
}

interface RequestLineProps {
  readonly mark: RequestMark;
  readonly lane: Lane;
  readonly offset: Millis;
}

function RequestLine({ mark, lane, offset }: RequestLineProps) {
  const { request, raw, outcome } = mark;
  const bar = lane.bars.find((each) => each.raw === raw);
  const at = sentAt(mark, offset);
  return (
    <li>
      <ShapeIcon shape={OUTCOME_SHAPES[outcome]} /> {formatLocal(at, at)} <code>{describeRequest(request)}</code>
      <span className={isLate(mark, offset) ? 'bad' : 'muted'}>
        {bar && ` ${numberOf(bar)}`}
        {describeLeft(mark, offset)}
      </span>
    </li>
  );
}

function describeLeft(mark: RequestMark, offset: Millis): string {
  const left = leftWhenSent(mark, offset);
  if (left === undefined) return '';
  if (left > 0) return `, ${seconds(left * 1_000)} left`;
  return mark.renews ? ', expired, to get another' : `, ${seconds(-left * 1_000)} late`;
}

function CauseLine({ cause: { kind, evidence }, isFirst }: { readonly cause: Cause; readonly isFirst: boolean }) {
  const shape = CAUSE_SHAPES[kind];
  return (
    <div>
      {!isFirst && 'or '}
      <ShapeIcon shape={shape} /> {shape.label}
      <span className="muted">: {evidence}</span>
    </div>
  );
}

function Title({ text, lane }: { readonly text: string; readonly lane: Lane }) {
  return (
    <p>
      <strong>{text}</strong> <code className="muted">{lane.name}</code>
    </p>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function When({ at, now }: { readonly at: Millis; readonly now: Millis }) {
  return (
    <>
      {formatLocal(at, now)} <span className="muted">{formatRelative(at, now)}</span>
    </>
  );
}

const seconds = (duration: Millis) => plural(Math.max(0, Math.round(duration / 1_000)), 's', 's');

function describeMarks(marks: readonly RequestMark[], offset: Millis): ReactNode {
  if (marks.length === 0) return 'no request that was seen';
  const late = marks.filter((mark) => isLate(mark, offset)).length;
  const counts = OUTCOMES.toReversed().flatMap((outcome) => {
    const count = marks.filter((mark) => mark.outcome === outcome).length;
    return count === 0 ? [] : [{ outcome, count }];
  });
  return (
    <>
      {plural(marks.length, 'request')}:{' '}
      {counts.map(({ outcome, count }) => (
        <span key={outcome} className="outcome-count">
          <ShapeIcon shape={OUTCOME_SHAPES[outcome]} /> {count} {OUTCOME_SHAPES[outcome].label}
        </span>
      ))}
      {late > 0 && <span className="bad">{late} after expiry</span>}
    </>
  );
}

/** What it says otherwise than the one before it; undefined where that cannot be told. */
function changedClaims(
  recording: Recording,
  { bars }: Lane,
  bar: Bar,
  view: CredentialView | undefined,
): readonly string[] | undefined {
  const before = sideOf(recording, bars[bars.indexOf(bar) - 1]?.raw);
  const after = sideOf(recording, bar.raw);
  if (!before || !after) return undefined;
  return diffClaims(before.claims, after.claims, view?.provider?.isExpectedChange)
    .filter(({ expected }) => !expected)
    .map(({ path }) => formatPath(path));
}
