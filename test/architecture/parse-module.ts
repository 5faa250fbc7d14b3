import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync, Visitor, type Expression } from 'oxc-parser';

export interface Module {
  file: string;
  /** Files by their path from the root, packages by their name; static, dynamic and type imports, and re-exports. */
  imports: string[];
  /** Where it names the extension API: `browser.…`, `chrome.…` or an import of WXT's `browser`. */
  browserUses: string[];
  /** `Date.now`, `new Date()` and the like. */
  clockReads: string[];
  hasDefaultExport: boolean;
}

const EXTENSION_APIS = ['browser', 'chrome'];
const CLOCKS = ['Date.now', 'performance.now'];
const GLOBALS = ['globalThis', 'window', 'self'];

export function parseModule(file: string): Module {
  return parseSource(file, readFileSync(file, 'utf8'));
}

export function parseSource(file: string, source: string): Module {
  const { program, module, errors } = parseSync(file, source);
  if (errors.length) throw new Error(`${file}: ${errors[0]!.message}`);

  const text = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
  const specifiers = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const imports = new Set<string>();
  const browserUses: string[] = [];
  const clockReads: string[] = [];

  for (const { moduleRequest, entries } of module.staticImports) {
    const names = entries.map(({ importName }) => importName.name ?? '');
    const namesBrowser = moduleRequest.value === '#imports' && names.some((name) => EXTENSION_APIS.includes(name));
    if (namesBrowser || moduleRequest.value === 'wxt/browser') browserUses.push(moduleRequest.value);
  }
  for (const { entries } of module.staticExports) {
    specifiers.push(...entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []));
  }

  new Visitor({
    ImportExpression(node) {
      // What is not a literal is reported as it stands: no table can allow it.
      if (node.source.type === 'Literal') specifiers.push(String(node.source.value));
      else imports.add(text(node.source));
    },
    TSImportType(node) {
      specifiers.push(node.source.value);
    },
    MemberExpression(node) {
      if (isExtensionApi(node.object)) browserUses.push(text(node));
      if (CLOCKS.includes(text(node))) clockReads.push(text(node));
    },
    CallExpression(node) {
      if (text(node.callee) === 'Date') clockReads.push(text(node));
    },
    NewExpression(node) {
      if (text(node.callee) === 'Date' && node.arguments.length === 0) clockReads.push(text(node));
    },
  }).visit(program);

  for (const specifier of specifiers) imports.add(resolve(file, specifier));

  return {
    file,
    imports: [...imports],
    browserUses,
    clockReads,
    hasDefaultExport: module.staticExports.some(({ entries }) =>
      entries.some(({ exportName }) => exportName.kind === 'Default' || exportName.name === 'default'),
    ),
  };
}

function isExtensionApi(node: Expression): boolean {
  if (node.type === 'Identifier') return EXTENSION_APIS.includes(node.name);
  return (
    node.type === 'MemberExpression' &&
    !node.computed &&
    node.object.type === 'Identifier' &&
    GLOBALS.includes(node.object.name) &&
    node.property.type === 'Identifier' &&
    EXTENSION_APIS.includes(node.property.name)
  );
}

function resolve(importer: string, specifier: string): string {
  const [path = ''] = specifier.split('?');
  if (path === '#imports') return 'wxt';
  if (path.startsWith('@/')) return withExtension(posix.normalize(path.slice('@/'.length)));
  if (path.startsWith('.')) return withExtension(posix.join(posix.dirname(importer), path));
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}

function withExtension(path: string): string {
  const files = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`];
  return files.find((file) => posix.extname(file) !== '' && existsSync(file)) ?? path;
}
