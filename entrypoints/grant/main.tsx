import '@/components/styles/index.css';
import { createRoot } from 'react-dom/client';
import { Grant } from '@/components/Grant.tsx';
import { askForAccess, grantPageSite } from '@/lib/platform/host-access.ts';
import { followTheme } from '@/lib/platform/theme.ts';

const wanted = grantPageSite(location.href);
followTheme(document.documentElement);

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <Grant site={wanted?.site} origins={wanted?.origins ?? []} onAllow={() => askForAccess(wanted?.origins ?? [])} />,
  );
