package org.xenopolis.images.catalog;

import static java.util.stream.Collectors.groupingBy;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StaleStateException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.ImageState;
import org.xenopolis.images.core.Transition;
import org.xenopolis.store.StoreFailures;
import org.xenopolis.store.Transactions;

@ApplicationScoped
class HibernateImageRecords implements ImageRecords {
    private static final int ATTEMPTS_MAX = 5;
    private static final int WORK_PER_ROUND_MAX = 500;

    private final Transactions transactions;
    private final ImageFacts facts;
    private final Clock clock;

    HibernateImageRecords(Transactions transactions, ImageFacts facts, Clock clock) {
        this.transactions = transactions;
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    public Creation create(Image image, int tenantImagesMax) {
        try {
            return transactions.call(session -> reserve(session, image, tenantImagesMax)
                    .chain(room ->
                            room ? insert(session, image) : Uni.createFrom().item(Creation.TOO_MANY)));
        } catch (RuntimeException e) {
            if (StoreFailures.isDuplicate(e)) {
                return Creation.ID_TAKEN;
            }
            throw e;
        }
    }

    /** Counts under a lock of the tenant's, so that two creations at once cannot both take the last place. */
    private static Uni<Boolean> reserve(Mutiny.Session session, Image image, int tenantImagesMax) {
        Optional<TenantId> tenant = image.declared().tenant();
        if (tenant.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        return session.createNativeQuery(
                        "select 1 from (select pg_advisory_xact_lock(hashtextextended(:tenant, 0))) locked",
                        Integer.class)
                .setParameter("tenant", "images of " + tenant.get())
                .getSingleResult()
                .chain(() -> session.createSelectionQuery(
                                "select count(*) from ImageRow where tenantId = :tenant"
                                        + " and state not in ('DELETED', 'REJECTED')",
                                Long.class)
                        .setParameter("tenant", tenant.get().value())
                        .getSingleResult())
                .map(count -> count < tenantImagesMax);
    }

    private static Uni<Creation> insert(Mutiny.Session session, Image image) {
        Object[] parts = image.parts().stream()
                .map(part -> PartRow.of(image.id().value(), part))
                .toArray();
        return session.persist(ImageRow.of(image))
                .chain(session::flush)
                .chain(() -> session.persistAll(parts))
                .replaceWith(Creation.CREATED);
    }

    @Override
    public Optional<Image> find(ImageId id) {
        return transactions.call(session -> found(session, id).map(loaded -> loaded.map(Loaded::image)));
    }

    private record Loaded(ImageRow row, List<PartRow> parts) {
        Image image() {
            return row.image(parts);
        }
    }

    private static Uni<Optional<Loaded>> found(Mutiny.Session session, ImageId id) {
        return session.find(ImageRow.class, id.value())
                .chain(row -> row == null
                        ? Uni.createFrom().item(Optional.<Loaded>empty())
                        : partsOf(session, List.of(row.id)).map(parts -> Optional.of(new Loaded(row, parts))));
    }

    private static Uni<List<PartRow>> partsOf(Mutiny.Session session, List<UUID> images) {
        return session.createSelectionQuery(
                        "from PartRow where key.imageId in :images order by key.imageId, key.role", PartRow.class)
                .setParameter("images", images)
                .getResultList();
    }

    @Override
    public Optional<Image> findByManifest(Digest manifest) {
        return transactions
                .call(session -> session.createSelectionQuery(
                                "select id from ImageRow where manifestDigest = :manifest and state = 'READY'"
                                        + " order by id",
                                UUID.class)
                        .setParameter("manifest", manifest.value())
                        .setMaxResults(1)
                        .getResultList())
                .stream()
                .findFirst()
                .flatMap(id -> find(new ImageId(id)));
    }

    @Override
    public Image change(ImageId id, Function<Image, Transition> decision) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.call(session -> found(session, id).chain(loaded -> {
                    Loaded before = loaded.orElseThrow(() -> notFound());
                    return write(session, before, decision.apply(before.image()));
                }));
            } catch (OptimisticLockException | StaleStateException e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw Problem.of(ErrorKind.CONFLICT, "image-changing", "The image is being changed; try again.")
                            .because(e);
                }
            }
        }
    }

    private Uni<Image> write(Mutiny.Session session, Loaded before, Transition transition) {
        return switch (transition) {
            case Transition.Unchanged(Image image) -> Uni.createFrom().item(image);
            case Transition.Refused(Problem problem) -> Uni.createFrom().failure(problem.exception());
            case Transition.Changed(Image next) -> {
                ImageState was = before.image().state();
                before.row().set(next.state(), clock.instant());
                before.parts().forEach(row -> row.set(next.part(row.role()).orElseThrow()));
                yield session.flush().chain(() -> {
                    Image now = before.image();
                    return facts.append(session, was, now).replaceWith(now);
                });
            }
        };
    }

    static RuntimeException notFound() {
        return Problem.of(ErrorKind.NOT_FOUND, "image-not-found", "There is no such image.")
                .exception();
    }

    @Override
    public List<Image> page(
            Optional<TenantId> tenant, Optional<ProjectId> project, Optional<ImageId> after, int limit) {
        String visible = tenant.isPresent() ? " and (tenantId = :tenant or shared)" : "";
        String inProject = project.isPresent() ? " and (projectId = :project or shared)" : "";
        String query = "from ImageRow where state <> 'DELETED' and id > :after" + visible + inProject + " order by id";
        return transactions.call(session -> {
            var rows = session.createSelectionQuery(query, ImageRow.class)
                    .setParameter("after", after.map(ImageId::value).orElse(new UUID(0, 0)));
            tenant.ifPresent(id -> rows.setParameter("tenant", id.value()));
            project.ifPresent(id -> rows.setParameter("project", id.value()));
            return rows.setMaxResults(limit).getResultList().chain(found -> images(session, found));
        });
    }

    private static Uni<List<Image>> images(Mutiny.Session session, List<ImageRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return partsOf(session, rows.stream().map(row -> row.id).toList())
                .map(parts -> parts.stream().collect(groupingBy(part -> part.key.imageId())))
                .map(parts -> rows.stream()
                        .map(row -> row.image(parts.getOrDefault(row.id, List.of())))
                        .sorted(Comparator.comparing(Image::id))
                        .toList());
    }

    @Override
    public long bytesOf(TenantId tenant, Instant freedSince) {
        return transactions.read(session -> session.createSelectionQuery("""
                        select coalesce(sum(case
                            when i.state not in ('DELETED', 'REJECTED')
                                then greatest(coalesce(p.arrivedBytes, 0), coalesce(p.storedBytes, 0))
                            when i.changedAt > :freedSince then p.freedBytes
                            else 0 end), 0)
                        from PartRow p join ImageRow i on i.id = p.key.imageId where i.tenantId = :tenant""", Long.class)
                .setParameter("tenant", tenant.value())
                .setParameter("freedSince", freedSince)
                .getSingleResult());
    }

    @Override
    public List<ImageId> verifying() {
        return ids("select id from ImageRow where state = 'VERIFYING' order by id", query -> {});
    }

    @Override
    public List<ImageId> importing() {
        return ids("select distinct key.imageId from PartRow where importing", query -> {});
    }

    @Override
    public List<ImageId> pendingSince(Instant before) {
        return ids(
                "select id from ImageRow where state = 'PENDING' and changedAt < :before order by id",
                query -> query.setParameter("before", before));
    }

    @Override
    public List<ImageId> readyWith(Digest blob) {
        return ids(
                "select i.id from ImageRow i where i.state = 'READY' and (i.manifestDigest = :blob or exists"
                        + " (select 1 from PartRow p where p.key.imageId = i.id and p.storedDigest = :blob))",
                query -> query.setParameter("blob", blob.value()));
    }

    private List<ImageId> ids(String query, Consumer<Mutiny.SelectionQuery<UUID>> parameters) {
        return transactions.read(session -> {
            Mutiny.SelectionQuery<UUID> selection = session.createSelectionQuery(query, UUID.class);
            parameters.accept(selection);
            return selection
                    .setMaxResults(WORK_PER_ROUND_MAX)
                    .getResultList()
                    .map(found -> found.stream().map(ImageId::new).toList());
        });
    }
}
