package org.xenopolis.images.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.net.ssl.SSLSocketFactory;
import org.xenopolis.images.ImageSettings;

/** The way of imports to the network. */
@ApplicationScoped
class ImportWiring {
    @Produces
    @Singleton
    Addresses addresses() {
        return new Addresses(Addresses.SYSTEM);
    }

    @Produces
    @Singleton
    PinnedHttp http(ImageSettings settings) {
        return new PinnedHttp((SSLSocketFactory) SSLSocketFactory.getDefault(), settings.importSilenceMax());
    }
}
