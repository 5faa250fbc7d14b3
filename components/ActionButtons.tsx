import { Menu } from '@base-ui/react/menu';
import { useState } from 'react';
import type { ActionOptions } from '@/lib/providers/page.ts';
import type { ActionFacts, Provider, ProviderAction } from '@/lib/providers/provider.ts';
import type { UntilPlan } from '@/lib/recording/until.ts';
import { ActionDialog } from './ActionDialog.tsx';
import { Icon } from './Icon.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { UntilDialog, type UntilDraft } from './UntilDialog.tsx';

interface Props {
  readonly provider: Provider;
  readonly facts: ActionFacts;
  /** The session's token; undefined where it has none. */
  readonly token: string | undefined;
  /** The action under way; undefined where there is none. */
  readonly running: ProviderAction | undefined;
  /** Why actions cannot run; undefined where they can. */
  readonly disabledBecause: string | undefined;
  /** What an action would be run with. */
  readonly optionsOf: (action: ProviderAction) => ActionOptions;
  readonly onRun: (action: ProviderAction, options: ActionOptions) => void;
  readonly onUntil: (plan: UntilPlan) => void;
}

/** What can be done with the session: the main actions as buttons, the others in a menu. */
export function ActionButtons(props: Props) {
  const { provider, facts, token, running, disabledBecause, optionsOf, onRun, onUntil } = props;
  const [asked, setAsked] = useState<ProviderAction | 'until' | undefined>();
  const [draft, setDraft] = useState<UntilDraft>();
  const disabled = running !== undefined || disabledBecause !== undefined;
  const main = provider.actions.filter((action) => action.main);
  const inMenu = provider.actions.filter((action) => !action.main || action.options.length > 0);

  const isReady = ({ options, ...action }: ProviderAction) =>
    options.every(({ name, required }) => !required || optionsOf({ ...action, options })[name] !== '');

  const repeatable = main.filter(
    (action) => isReady(action) && !action.warning && action.yields(optionsOf(action)) === 'session-token',
  );

  function choose(action: ProviderAction): void {
    if (action.options.length > 0 || action.warning) setAsked(action);
    else onRun(action, {});
  }

  const press = (action: ProviderAction) => (isReady(action) ? onRun(action, optionsOf(action)) : setAsked(action));

  const [first] = main;
  useShortcuts({
    r: disabled || !first ? undefined : () => press(first),
    u: disabled || repeatable.length === 0 ? undefined : () => setAsked('until'),
  });

  return (
    <div className="actions" role="group" aria-label="Actions">
      {main.map((action, index) => (
        <button
          key={action.id}
          type="button"
          className={index === 0 ? 'button primary' : 'button'}
          title={
            disabledBecause ?? `${action.call(optionsOf(action), facts)}. ${action.hint}${index === 0 ? ' (R)' : ''}`
          }
          aria-keyshortcuts={index === 0 ? 'R' : undefined}
          disabled={disabled}
          aria-busy={running === action}
          onClick={() => press(action)}
        >
          <Icon name="refresh" size={14} className={running === action ? 'spin' : ''} />
          {action.label}
        </button>
      ))}
      {(inMenu.length > 0 || main.length > 0) && (
        <Menu.Root>
          <Menu.Trigger className="button more" aria-label="More actions" title="More actions" disabled={disabled}>
            <Icon name="open" size={14} />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className="positioner" align="end" sideOffset={4}>
              <Menu.Popup className="menu">
                {main.length > 0 && (
                  <Menu.Item
                    className="menu-item"
                    aria-label={UNTIL}
                    title="Repeats a refresh until a claim has arrived, and says how long that took. (U)"
                    aria-keyshortcuts="U"
                    disabled={repeatable.length === 0}
                    onClick={() => setAsked('until')}
                  >
                    <span>{UNTIL}</span>
                    <span className="muted">until a claim changes</span>
                  </Menu.Item>
                )}
                {inMenu.map((action) => (
                  <Menu.Item
                    key={action.id}
                    className="menu-item"
                    aria-label={menuLabel(action)}
                    title={action.hint}
                    onClick={() => choose(action)}
                  >
                    <span>{menuLabel(action)}</span>
                    <code className="muted">{action.call(optionsOf(action), facts)}</code>
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
      {asked === 'until' && (
        <UntilDialog
          provider={provider}
          actions={repeatable}
          token={token}
          facts={facts}
          draft={draft}
          optionsOf={optionsOf}
          onStart={(plan, fields) => {
            setAsked(undefined);
            setDraft(fields);
            onUntil(plan);
          }}
          onCancel={() => setAsked(undefined)}
        />
      )}
      {asked && asked !== 'until' && (
        <ActionDialog
          action={asked}
          facts={facts}
          options={optionsOf(asked)}
          onRun={(options) => {
            setAsked(undefined);
            onRun(asked, options);
          }}
          onCancel={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}

const UNTIL = 'Refresh until…';

/** An ellipsis says that something is asked first. */
function menuLabel({ label, options, warning }: ProviderAction): string {
  return options.length > 0 || warning ? `${label}…` : label;
}
