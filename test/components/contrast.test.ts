import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

type Colours = Readonly<Record<string, string>>;

const SHEET = readFileSync('components/styles/tokens.css', 'utf8');

/** The colours that a rule of the sheet sets. */
function coloursOf(selector: string): Colours {
  const [, after = ''] = SHEET.split(`${selector} {`);
  const [rule = ''] = after.split('}');
  return Object.fromEntries(
    [...rule.matchAll(/(--[\w-]+): (#[\da-f]{6});/g)].map(([, name, colour]) => [name, colour]),
  );
}

const light = coloursOf(':root');
const dark = coloursOf(":root[data-theme='dark']");
const firefox = coloursOf(":root[data-host='firefox']");
const firefoxDark = coloursOf(":root[data-host='firefox'][data-theme='dark']");

const TEXTS = ['--text', '--text-2', '--ok', '--warn', '--err', '--accent'];
const SURFACES = ['--bg', '--bg-bar', '--bg-pop', '--bg-hover', '--bg-inset', '--err-bg', '--ok-bg', '--warn-bg'];
const SELECTED = ['--bg-selected', '--bg-selected-idle'];
const GRAPHICS = Object.keys(light).filter((name) => /^--(?:rq|hb)-/.test(name) && name !== '--hb-grid');
const FILLS = ['--hb-token', '--hb-on-current', '--hb-future'];

const pairs = (texts: readonly string[], surfaces: readonly string[]) =>
  texts.flatMap((text) => surfaces.map((surface) => [text, surface] as const));

const READ = [
  ...pairs([...TEXTS, '--text-3'], SURFACES),
  ...pairs(TEXTS, SELECTED),
  ...pairs(['--syn-key', '--syn-num'], ['--bg', '--bg-hover']),
  ...pairs(['--jwt-header', '--jwt-payload', '--jwt-signature'], ['--bg', '--bg-inset']),
  ...pairs(['--on-accent'], ['--accent', '--accent-hover']),
  ['--on-err', '--err'],
  ['--hb-on-current', '--hb-current'],
] as const;

const SEEN = [
  ...pairs(
    GRAPHICS.filter((name) => !FILLS.includes(name)),
    ['--bg'],
  ),
  ...pairs(['--line-control', '--focus'], ['--bg', '--bg-bar', '--bg-pop']),
];

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((one, other) => one - other);
  return (high + 0.05) / (low + 0.05);
}

it.each<[string, Colours]>([
  ['light', light],
  ['dark', { ...light, ...dark }],
  ['light, in Firefox', { ...light, ...firefox }],
  ['dark, in Firefox', { ...light, ...dark, ...firefox, ...firefoxDark }],
])('can be read and seen: %s', (_, colours) => {
  const faint = (list: readonly (readonly [string, string])[], least: number) =>
    list
      .map(([front, back]) => [front, back, contrast(colours[front] ?? '', colours[back] ?? '')] as const)
      .filter(([, , ratio]) => !(ratio >= least));

  expect(faint(READ, 4.5)).toEqual([]);
  expect(faint(SEEN, 3)).toEqual([]);
});
