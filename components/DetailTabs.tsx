import { Menu } from '@base-ui/react/menu';
import { Tabs } from '@base-ui/react/tabs';
import { useRef } from 'react';
import { ExpiredAlarm } from './ExpiredAlarm.tsx';
import { formatCount } from './format.ts';
import { Icon } from './Icon.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { useCutTabs } from './use-cut-tabs.ts';

interface Props {
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  /** Of the selected credential; undefined where none is. */
  readonly name: string | undefined;
  readonly isCookie: boolean;
  /** Requests that carried a token, and how many of them were sent an expired one. */
  readonly requests: number;
  readonly expired: number;
  readonly onExpired: () => void;
}

/** The tabs of the detail, those that do not fit in a menu, and the alarm, which no tab is wide enough to push out. */
export function DetailTabs({ tab, onTab, name, isCookie, requests, expired, onExpired }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const cut = useCutTabs(list, tab);
  const tabs: readonly { readonly value: string; readonly label: string; readonly count?: number }[] = [
    { value: 'claims', label: 'Claims' },
    { value: 'history', label: 'History' },
    { value: 'heartbeat', label: 'Heartbeat' },
    { value: 'session', label: 'Session' },
    { value: 'token', label: 'Token' },
    { value: 'source', label: isCookie ? 'Cookie' : 'Source' },
    { value: 'requests', label: 'Requests', count: requests },
  ];
  useShortcuts(Object.fromEntries(tabs.map(({ value }, index) => [index + 1, () => onTab(value)])));
  return (
    <div className="tabs-bar">
      <Tabs.List ref={list} className="tabs" aria-label={name ?? 'Detail'}>
        {tabs.map(({ value, label, count = 0 }, index) => (
          // Its name stays the same while requests come in. The others are named by what they say, as is the region below.
          <Tabs.Tab
            key={value}
            value={value}
            data-tab={value}
            data-cut={cut.includes(value) || undefined}
            aria-label={count > 0 ? label : undefined}
            title={`${label} (${index + 1})`}
            aria-keyshortcuts={String(index + 1)}
          >
            {label}
            {count > 0 && <span className="muted count"> {formatCount(count)}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {cut.length > 0 && (
        <Menu.Root>
          <Menu.Trigger className="icon-button" aria-label="More tabs" title="More tabs">
            <Icon name="more" size={14} />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className="positioner" align="end">
              <Menu.Popup className="menu">
                {tabs
                  .filter(({ value }) => cut.includes(value))
                  .map(({ value, label }) => (
                    <Menu.Item key={value} className="menu-item" onClick={() => onTab(value)}>
                      {label}
                    </Menu.Item>
                  ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
      <code className="tab-context muted ellipsis">{name}</code>
      {expired > 0 && <ExpiredAlarm count={expired} onShow={onExpired} />}
    </div>
  );
}
