package org.xenopolis.deploy.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xenopolis.deploy.local.Xeno;
import org.xenopolis.deploy.local.api.Login;
import org.xenopolis.deploy.local.api.Operations;

/** An operator at work, in a real browser, on the real stack. What it saw lies in target/screenshots. */
class ConsoleIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int WIDE = 1280;
    private static final int NARROW = 800;
    private static final int HEIGHT = 860;
    private static final double PATIENCE_MILLIS = 30_000;
    private static final Duration OPERATION_MAX = Duration.ofMinutes(1);

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;

    private final Cloud cloud = Cloud.shared();
    private final List<String> errors = new ArrayList<>();

    @BeforeAll
    static void open() {
        assertThat(CHROMIUM).as("Debian's chromium (apt-get install chromium)").exists();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void anOperatorLooksAroundAndDrainsAHostByPlan() throws Exception {
        Files.createDirectories(SCREENSHOTS);
        String image = SmallImage.importInto(cloud.tenant());
        JsonNode accepted = cloud.tenant().post("/v1/instances", SmallImage.instanceOf(image));
        Operations.await(cloud.tenant(), "/v1/operations/", accepted, OPERATION_MAX);
        String instance = accepted.required("instance").required("id").asText();
        String from = hostOf(instance);

        try (Page page = signedIn()) {
            for (String place : List.of(
                    "Fleet",
                    "Heat map",
                    "Instances",
                    "Plans",
                    "Maintenance",
                    "Automation",
                    "Price books",
                    "Tenants",
                    "Quarantine",
                    "Audit",
                    "Live events")) {
                visit(page, place);
            }
            looksAtTheInstance(page, instance);
            automatesRepairAndTakesItBack(page);
            drainsByPlan(page, from);
        }

        Cloud.await("the guest has left the host", () -> !hostOf(instance).equals(from));
        assertThat(cloud.operator()
                        .get("/operator/v1/hosts/" + from)
                        .required("state")
                        .asText())
                .isEqualTo("CORDONED");
        cloud.operator().post("/operator/v1/hosts/" + from + "/uncordon", Map.of());
        new Judge(cloud).awaitRest();
        new Judge(cloud).assertHistory();
        assertThat(errors).as("errors on the pages").isEmpty();
    }

    @Test
    void anOperatorFindsAHostOnTheHeatMapAndEmptiesItByTheWizard() throws Exception {
        Files.createDirectories(SCREENSHOTS);
        String image = SmallImage.importInto(cloud.tenant());
        JsonNode accepted = cloud.tenant().post("/v1/instances", SmallImage.instanceOf(image));
        Operations.await(cloud.tenant(), "/v1/operations/", accepted, OPERATION_MAX);
        String instance = accepted.required("instance").required("id").asText();
        String from = hostOf(instance);
        String name = cloud.operator()
                .get("/operator/v1/hosts/" + from)
                .required("name")
                .asText();

        try (Page page = signedIn()) {
            savesTheFleet(page, name);
            looksAtTheHeatMap(page, name);
            emptiesByWizard(page, name);
        }

        Cloud.await("the guest has left the host", () -> !hostOf(instance).equals(from));
        cloud.operator().post("/operator/v1/hosts/" + from + "/uncordon", Map.of());
        new Judge(cloud).awaitRest();
        new Judge(cloud).assertHistory();
        assertThat(errors).as("errors on the pages").isEmpty();
    }

    /** The file is one that the planner reads with no service running. */
    private void savesTheFleet(Page page, String host) {
        page.navigate(console() + "#/plans");
        Path fleet = SCREENSHOTS.resolve("fleet.json");
        page.waitForDownload(() -> press(page, "^Save the fleet as a file")).saveAs(fleet);
        assertThat(Xeno.run("plan", "--cluster", fleet.toString(), "--goal", "drain=" + host))
                .isZero();
    }

    /** With the keyboard alone; and the table says the same. */
    private void looksAtTheHeatMap(Page page, String host) {
        page.navigate(console() + "#/heat");
        Locator tiles = page.locator(".xc-tile");
        assertThat(tiles.first()).isVisible();
        tiles.first().focus();
        page.keyboard().press("End");
        assertThat(tiles.last()).isFocused();
        page.keyboard().press("Home");
        assertThat(tiles.first()).isFocused();
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("#/fleet/"));
        page.navigate(console() + "#/heat?as=table");
        assertThat(page.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Hosts by load")))
                .containsText(host);
        shoot(page, "heat-table");
    }

    private void emptiesByWizard(Page page, String host) {
        page.navigate(console() + "#/maintenance");
        page.getByLabel("Choose " + host, new Page.GetByLabelOptions().setExact(true))
                .check();
        shoot(page, "wizard-hosts");
        press(page, "^Plan for 1 host");
        assertThat(page.getByText("Moves in time")).isVisible();
        Locator moves = page.locator(".xc-move");
        moves.first().focus();
        press(page, "^Skip it");
        assertThat(page.locator(".xc-move-skipped")).hasCount(1);
        press(page, "^Do it");
        assertThat(page.locator(".xc-move-skipped")).hasCount(0);
        shoot(page, "wizard-plan");
        press(page, "^Go on with \\d+ move");
        shoot(page, "wizard-approve");
        press(page, "^Approve \\d+ move");
        assertThat(page.getByText(Pattern.compile("^done$", Pattern.CASE_INSENSITIVE))
                        .first())
                .isVisible();
        assertThat(page.getByText("Was it worth it?")).isVisible();
        assertThat(page.getByText("Too early to say")).isVisible();
        shoot(page, "wizard-done");
    }

    private void automatesRepairAndTakesItBack(Page page) {
        page.navigate(console() + "#/automation");
        press(page, "^Change the rules for Repair");
        page.getByLabel("Approve small ones").check();
        press(page, "^Add a window");
        shoot(page, "automation-change");
        press(page, "^Save");
        assertThat(page.getByText("every day 01:00 to 05:00 UTC")).isVisible();
        press(page, "^Change the rules for Repair");
        page.getByLabel("Manual").check();
        press(page, "^Save");
        assertThat(page.getByText("every day 01:00 to 05:00 UTC")).hasCount(0);
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile(name)))
                .first()
                .click();
    }

    @Test
    void aTenantIsTurnedAway() {
        Login alice = cloud.clients().login("alice");
        try (Page page = newPage()) {
            signIn(page, alice);
            assertThat(page.getByText("is no operator")).isVisible();
        }
    }

    private void visit(Page page, String place) {
        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Pages"))
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(place).setExact(true))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .containsText(Pattern.compile(place, Pattern.CASE_INSENSITIVE));
        assertThat(page.getByRole(AriaRole.STATUS, new Page.GetByRoleOptions().setName(Pattern.compile("^Loading"))))
                .hasCount(0);
        shoot(page, place);
        page.setViewportSize(NARROW, HEIGHT);
        assertThat((Boolean) page.evaluate("() => document.getElementById('main').scrollWidth"
                        + " <= document.getElementById('main').clientWidth"))
                .as(place + " fits into " + NARROW + " pixels")
                .isTrue();
        shoot(page, place + " narrow");
        page.setViewportSize(WIDE, HEIGHT);
    }

    private void looksAtTheInstance(Page page, String instance) {
        page.navigate(console() + "#/instances/" + instance);
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .containsText("small");
        assertThat(page.getByText("RUNNING", new Page.GetByTextOptions().setExact(false))
                        .first())
                .isVisible();
        shoot(page, "instance");
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Console log"))
                .click();
        String said = cloud.operator()
                .text("/operator/v1/instances/" + instance + "/console", "text/plain")
                .lines()
                .findFirst()
                .orElseThrow()
                .strip();
        Locator log = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Console log"));
        assertThat(log).containsText(said);
        page.getByText("Follow as it writes").click();
        assertThat(log).containsText(said);
        shoot(page, "console-log");
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Usage"))
                .click();
        shoot(page, "usage");
    }

    /** Assets are named by what is in them; the page that names them is asked for every time. */
    @Test
    void browsersKeepAssetsAndAskForThePage() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<String> page = get(http, "");
        Matcher asset = Pattern.compile("assets/[\\w.-]+\\.js").matcher(page.body());
        assertThat(asset.find()).isTrue();
        HttpResponse<String> script = get(http, asset.group());

        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(script, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(get(http, "assets/gone-1.js"), "Cache-Control")).isEqualTo("no-store");
        assertThat(header(get(http, "config.json"), "Cache-Control")).isEqualTo("no-store");
        for (HttpResponse<String> answer : List.of(page, script)) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "Content-Security-Policy")).contains("script-src 'self';");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    private HttpResponse<String> get(HttpClient http, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(console() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private void drainsByPlan(Page page, String host) {
        page.navigate(console() + "#/plans");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Propose")))
                .first()
                .click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Drain: empty one host").check();
        dialog.locator("#drain-host").selectOption(host);
        shoot(page, "propose");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^Propose")))
                .click();
        Locator approve = page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Approve \\d+ move")));
        assertThat(approve).isVisible();
        shoot(page, "preview");
        approve.click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Approve"))
                .click();
        assertThat(page.getByText(Pattern.compile("^done$", Pattern.CASE_INSENSITIVE))
                        .first())
                .isVisible();
        shoot(page, "plan-done");
    }

    private Page signedIn() {
        Page page = newPage();
        signIn(page, cloud.clients().login("oscar"));
        assertThat(page.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Hosts")))
                .isVisible();
        return page;
    }

    private void signIn(Page page, Login login) {
        page.navigate(console());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.locator("#username").fill(login.user());
        page.locator("#password").fill(login.password());
        page.locator("#kc-login").click();
    }

    private Page newPage() {
        if (browser == null) {
            throw new IllegalStateException("no browser");
        }
        Page page = browser.newPage(
                new Browser.NewPageOptions().setViewportSize(WIDE, HEIGHT).setReducedMotion(ReducedMotion.REDUCE));
        page.setDefaultTimeout(PATIENCE_MILLIS);
        com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        page.onPageError(errors::add);
        return page;
    }

    private String console() {
        return cloud.stack().operatorUrl() + "/console/";
    }

    private String hostOf(String instance) {
        return cloud.operator()
                .get("/operator/v1/instances/" + instance)
                .required("hostId")
                .asText();
    }

    private static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(
                        name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + ".png")));
    }
}
