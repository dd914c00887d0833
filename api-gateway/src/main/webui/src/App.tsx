import {
  Button,
  Label,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  MastheadToggle,
  Nav,
  NavItem,
  NavList,
  Page,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
  ToggleGroup,
  ToggleGroupItem,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import BarsIcon from '@patternfly/react-icons/dist/esm/icons/bars-icon';
import DesktopIcon from '@patternfly/react-icons/dist/esm/icons/desktop-icon';
import MoonIcon from '@patternfly/react-icons/dist/esm/icons/moon-icon';
import SunIcon from '@patternfly/react-icons/dist/esm/icons/sun-icon';
import { Link, Navigate, NavLink, Route, Routes, useLocation } from 'react-router';
import { signOut } from './auth/session';
import { Empty } from './components/Loadable';
import { useEvents } from './events/EventsProvider';
import { AuditPage } from './pages/AuditPage';
import { AutomationPage } from './pages/AutomationPage';
import { EventsPage } from './pages/EventsPage';
import { FleetPage } from './pages/FleetPage';
import { HeatMapPage } from './pages/HeatMapPage';
import { HostPage } from './pages/HostPage';
import { InstancePage } from './pages/InstancePage';
import { InstancesPage } from './pages/InstancesPage';
import { MaintenancePage } from './pages/MaintenancePage';
import { PlanPage } from './pages/PlanPage';
import { PlansPage } from './pages/PlansPage';
import { PriceBooksPage } from './pages/PriceBooksPage';
import { QuarantinePage } from './pages/QuarantinePage';
import { TenantsPage } from './pages/TenantsPage';
import { useTheme } from './theme';

const PLACES = [
  { path: '/fleet', name: 'Fleet' },
  { path: '/heat', name: 'Heat map' },
  { path: '/instances', name: 'Instances' },
  { path: '/plans', name: 'Plans' },
  { path: '/maintenance', name: 'Maintenance' },
  { path: '/automation', name: 'Automation' },
  { path: '/price-books', name: 'Price books' },
  { path: '/tenants', name: 'Tenants' },
  { path: '/quarantine', name: 'Quarantine' },
  { path: '/audit', name: 'Audit' },
  { path: '/events', name: 'Live events' },
];

export function App({ name }: { name: string }) {
  return (
    <Page
      masthead={<Head name={name} />}
      sidebar={<Side />}
      isManagedSidebar
      mainContainerId="main"
      skipToContent={
        <SkipToContent href="#main" onClick={toMain}>
          Skip to content
        </SkipToContent>
      }
    >
      <Routes>
        <Route path="/" element={<Navigate to="/fleet" replace />} />
        <Route path="/fleet" element={<FleetPage />} />
        <Route path="/fleet/:id" element={<HostPage />} />
        <Route path="/heat" element={<HeatMapPage />} />
        <Route path="/automation" element={<AutomationPage />} />
        <Route path="/maintenance" element={<MaintenancePage />} />
        <Route path="/instances" element={<InstancesPage />} />
        <Route path="/instances/:id" element={<InstancePage />} />
        <Route path="/plans" element={<PlansPage />} />
        <Route path="/plans/:id" element={<PlanPage />} />
        <Route path="/price-books" element={<PriceBooksPage />} />
        <Route path="/tenants" element={<TenantsPage />} />
        <Route path="/quarantine" element={<QuarantinePage />} />
        <Route path="/audit" element={<AuditPage />} />
        <Route path="/events" element={<EventsPage />} />
        <Route
          path="*"
          element={
            <Empty title="There is no such page">
              <Link to="/fleet">Go to the fleet</Link>
            </Empty>
          }
        />
      </Routes>
    </Page>
  );
}

/** The address after '#' is a page here, so the browser must not go there. */
function toMain(event: React.MouseEvent) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function Side() {
  const { pathname } = useLocation();
  return (
    <PageSidebar>
      <PageSidebarBody>
        <Nav aria-label="Pages">
          <NavList>
            {PLACES.map((place) => (
              <NavItem key={place.path} isActive={pathname.startsWith(place.path)}>
                <NavLink to={place.path}>{place.name}</NavLink>
              </NavItem>
            ))}
          </NavList>
        </Nav>
      </PageSidebarBody>
    </PageSidebar>
  );
}

function Head({ name }: { name: string }) {
  return (
    <Masthead>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton variant="plain" aria-label="Navigation">
            <BarsIcon />
          </PageToggleButton>
        </MastheadToggle>
        <MastheadBrand>
          <Link to="/fleet" className="xc-brand">
            <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" />
            Xenopolis
          </Link>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <Toolbar isStatic>
          <ToolbarContent>
            <ToolbarGroup align={{ default: 'alignEnd' }}>
              <ToolbarItem alignSelf="center">
                <Live />
              </ToolbarItem>
              <ToolbarItem>
                <Themes />
              </ToolbarItem>
              <ToolbarItem alignSelf="center">{name}</ToolbarItem>
              <ToolbarItem>
                <Button variant="secondary" onClick={() => void signOut()}>
                  Sign out
                </Button>
              </ToolbarItem>
            </ToolbarGroup>
          </ToolbarContent>
        </Toolbar>
      </MastheadContent>
    </Masthead>
  );
}

function Live() {
  const { state } = useEvents();
  const status = state === 'live' ? 'success' : state === 'connecting' ? 'info' : 'warning';
  const words = { live: 'Live', connecting: 'Connecting', broken: 'Not live' }[state];
  return (
    <span role="status">
      <Label status={status} isCompact>
        {words}
      </Label>
    </span>
  );
}

function Themes() {
  const { choice, choose } = useTheme();
  return (
    <ToggleGroup aria-label="Colours" isCompact>
      <ToggleGroupItem
        icon={<DesktopIcon />}
        aria-label="As the system"
        isSelected={choice === 'system'}
        onChange={() => choose('system')}
      />
      <ToggleGroupItem
        icon={<SunIcon />}
        aria-label="Light"
        isSelected={choice === 'light'}
        onChange={() => choose('light')}
      />
      <ToggleGroupItem
        icon={<MoonIcon />}
        aria-label="Dark"
        isSelected={choice === 'dark'}
        onChange={() => choose('dark')}
      />
    </ToggleGroup>
  );
}
