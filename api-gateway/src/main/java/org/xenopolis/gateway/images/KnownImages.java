package org.xenopolis.gateway.images;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.images.GetImageRequest;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImageState;
import org.xenopolis.gateway.peers.Downstream;

/**
 * Images as the image store tells them. One that is READY changes no more but for going away, so it is remembered for a
 * moment: so long may another gateway still show an image that was deleted here.
 */
@ApplicationScoped
public class KnownImages {
    static final Duration REMEMBERED = Duration.ofSeconds(2);
    private static final int REMEMBERED_MAX = 10_000;

    private record Key(UUID tenant, UUID image) {}

    private final Cache<Key, Image> ready = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();
    private final Downstream downstream;

    KnownImages(Downstream downstream) {
        this.downstream = downstream;
    }

    /** @throws io.grpc.StatusRuntimeException as the image store answers, e.g. NOT_FOUND for one the tenant may not see */
    public Image get(UUID tenant, UUID id) {
        Key key = new Key(tenant, id);
        @Nullable Image known = ready.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Image image = downstream
                .images()
                .getImage(GetImageRequest.newBuilder()
                        .setImageId(id.toString())
                        .setTenantId(tenant.toString())
                        .build());
        if (image.getState() == ImageState.IMAGE_READY) {
            ready.put(key, image);
        }
        return image;
    }

    void forget(UUID tenant, UUID id) {
        ready.invalidate(new Key(tenant, id));
    }
}
