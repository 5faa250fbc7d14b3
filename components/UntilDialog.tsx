import { useId, useMemo, useRef, useState } from 'react';
import type { ActionOptions } from '@/lib/providers/page.ts';
import type { ActionFacts, Provider, ProviderAction } from '@/lib/providers/provider.ts';
import {
  claimAt,
  parsePath,
  parseValue,
  suggestPaths,
  type Condition,
  type Operator,
} from '@/lib/recording/condition.ts';
import { sideOf } from '@/lib/recording/comparison.ts';
import { EMPTY_RECORDING } from '@/lib/recording/recording.ts';
import { leastInterval, type UntilPlan } from '@/lib/recording/until.ts';
import { Dialog, DialogActions } from './Dialog.tsx';

/** What stands in the fields. */
export interface UntilDraft {
  readonly actionId: string;
  readonly claim: string;
  readonly operator: Operator;
  readonly value: string;
  readonly seconds: string;
  readonly tries: string;
}

interface Props {
  readonly provider: Provider;
  /** What can be repeated; never empty. */
  readonly actions: readonly ProviderAction[];
  /** The session's token now; undefined where it has none. */
  readonly token: string | undefined;
  readonly facts: ActionFacts;
  readonly draft: UntilDraft | undefined;
  readonly optionsOf: (action: ProviderAction) => ActionOptions;
  readonly onStart: (plan: UntilPlan, draft: UntilDraft) => void;
  readonly onCancel: () => void;
}

const MAX_TRIES = 500;

const OPERATORS: Readonly<Record<Operator, string>> = {
  changes: 'changes',
  equals: 'is',
  contains: 'contains',
  exists: 'is there',
};

const EMPTY: Omit<UntilDraft, 'actionId'> = { claim: '', operator: 'changes', value: '', seconds: '2', tries: '20' };

/** Asks what to repeat, and what to wait for. */
export function UntilDialog({ provider, actions, token, facts, draft, optionsOf, onStart, onCancel }: Props) {
  const [fields, setFields] = useState<UntilDraft>({ ...EMPTY, actionId: '', ...draft });
  const [wrong, setWrong] = useState<string>();
  const claims = useMemo(() => sideOf(EMPTY_RECORDING, token)?.claims, [token]);
  const claimField = useRef<HTMLInputElement>(null);
  const listId = useId();
  const noteId = useId();
  const least = leastInterval(provider) / 1_000;
  const action = actions.find(({ id }) => id === fields.actionId) ?? actions[0];
  const asksValue = fields.operator === 'equals' || fields.operator === 'contains';
  const path = parsePath(fields.claim);
  const now = path && claims && claimAt(claims, path);

  const set = (change: Partial<UntilDraft>) => {
    setWrong(undefined);
    setFields({ ...fields, ...change });
  };

  function submit(): void {
    if (!action) return;
    if (!path) {
      setWrong('Name a claim, such as birthday, o.rol or members[2].');
      claimField.current?.focus();
      return;
    }
    const { operator, value } = fields;
    const condition: Condition =
      operator === 'equals' || operator === 'contains'
        ? { path, operator, value: parseValue(value) }
        : { path, operator };
    const interval = 1_000 * Math.max(least, Number(fields.seconds) || 0);
    const tries = Math.min(MAX_TRIES, Math.max(1, Math.trunc(Number(fields.tries)) || 1));
    onStart({ provider, action, options: optionsOf(action), condition, interval, tries }, fields);
  }

  return (
    <Dialog
      title="Refresh until"
      className="dialog until"
      description="For a change that arrives by webhook: repeats the call, and says how long the change took to arrive."
      onCancel={onCancel}
    >
      <form
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {actions.length > 1 && (
          <label className="field">
            Repeat
            <select name="action" value={action?.id} onChange={({ target }) => set({ actionId: target.value })}>
              {actions.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
        <div className="until-condition">
          <label className="field">
            Claim
            <input
              ref={claimField}
              name="claim"
              aria-invalid={wrong !== undefined}
              required
              list={listId}
              spellCheck={false}
              value={fields.claim}
              placeholder="birthday, o.rol, members[2]"
              aria-describedby={noteId}
              onChange={({ target }) => set({ claim: target.value })}
            />
          </label>
          <datalist id={listId}>
            {suggestPaths(claims ?? {}).map((suggested) => (
              <option key={suggested} value={suggested}>
                {suggested}
              </option>
            ))}
          </datalist>
          <label className="field">
            Condition
            <select
              name="operator"
              value={fields.operator}
              onChange={({ target }) => set({ operator: target.value as Operator })}
            >
              {Object.entries(OPERATORS).map(([operator, label]) => (
                <option key={operator} value={operator}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          {asksValue && (
            <label className="field">
              Value
              <input
                name="value"
                required
                spellCheck={false}
                value={fields.value}
                placeholder={'admin, "42", true'}
                onChange={({ target }) => set({ value: target.value })}
              />
            </label>
          )}
        </div>
        <p id={noteId} className={wrong ? 'bad' : 'muted'}>
          {wrong === undefined && (path && claims ? sayNow(now) : 'Members by dots, items by brackets.')}
          <span role="alert">{wrong}</span>
        </p>
        <div className="until-pace">
          <label className="field">
            Seconds between tries
            <input
              type="number"
              name="seconds"
              required
              min={least}
              step="any"
              value={fields.seconds}
              onChange={({ target }) => set({ seconds: target.value })}
            />
          </label>
          <label className="field">
            Tries at most
            <input
              type="number"
              name="tries"
              required
              min={1}
              max={MAX_TRIES}
              value={fields.tries}
              onChange={({ target }) => set({ tries: target.value })}
            />
          </label>
        </div>
        <p className="muted">
          {provider.pace ? `${least} s at least: ${provider.pace.because}.` : `${least} s at least.`}
        </p>
        <p>
          <code className="muted">{action?.call(optionsOf(action), facts)}</code>
        </p>
        <DialogActions>
          <button type="submit" className="button primary">
            Start
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function sayNow(now: ReturnType<typeof claimAt>): string {
  if (!now) return 'The token has no such claim now.';
  const line = JSON.stringify(now.value) ?? '';
  return `Now ${line.length > 80 ? `${line.slice(0, 80)}…` : line}`;
}
