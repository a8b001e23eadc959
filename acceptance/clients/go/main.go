// Informers, watches and encodings of client-go against a running server.
//
//	go run . --kubeconfig FILE [--results FILE]
//
// Exit 1 when a check fails.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/features"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
)

type tally struct {
	Client  string            `json:"client"`
	Version string            `json:"version"`
	Passed  int               `json:"passed"`
	Failed  []string          `json:"failed"`
	Skipped map[string]string `json:"skipped"`
}

func (t *tally) note(name string, ok bool, got any) {
	if ok {
		t.Passed++
		return
	}
	t.Failed = append(t.Failed, name)
	fmt.Printf("FAIL client-go: %s: %v\n", name, got)
}

// A feature of client-go that is on for one check.
type gates map[features.Feature]bool

func (g gates) Enabled(f features.Feature) bool { return g[f] }

var space = fmt.Sprintf("go-%d", time.Now().Unix())

func main() {
	kubeconfig := flag.String("kubeconfig", "", "of an administrator")
	results := flag.String("results", "", "a file that gets one line of JSON more")
	flag.Parse()
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		panic(err)
	}
	config.QPS, config.Burst = 200, 200
	t := &tally{Client: "client-go", Version: version(), Failed: []string{}, Skipped: map[string]string{}}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	client := kubernetes.NewForConfigOrDie(config)
	namespace := &core.Namespace{ObjectMeta: meta.ObjectMeta{Name: space}}
	if _, err := client.CoreV1().Namespaces().Create(ctx, namespace, meta.CreateOptions{}); err != nil {
		panic(err)
	}
	defer client.CoreV1().Namespaces().Delete(context.Background(), space, meta.DeleteOptions{})

	for _, encoding := range []string{"application/json", "application/vnd.kubernetes.protobuf"} {
		encoded := rest.CopyConfig(config)
		encoded.ContentType = encoding
		encoded.AcceptContentTypes = encoding + ",application/json"
		name := strings.TrimPrefix(encoding, "application/")
		typed(ctx, t, name, kubernetes.NewForConfigOrDie(encoded))
		for _, streaming := range []bool{false, true} {
			features.ReplaceFeatureGates(gates{features.WatchListClient: streaming})
			informer(ctx, t, fmt.Sprintf("%s, streamed lists %v", name, streaming), kubernetes.NewForConfigOrDie(encoded))
		}
	}
	features.ReplaceFeatureGates(gates{features.ClientsAllowCBOR: true, features.ClientsPreferCBOR: true})
	dynamically(ctx, t, "CBOR preferred", config)
	features.ReplaceFeatureGates(gates{})
	dynamically(ctx, t, "JSON", config)
	metadataOnly(ctx, t, config)
	apply(ctx, t, client)
	leads(ctx, t, client)
	finish(t, *results)
}

// The version of client-go that this was built with.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == "k8s.io/client-go" {
				return strings.TrimPrefix(module.Version, "v")
			}
		}
	}
	return "unknown"
}

func configMap(name, value string) *core.ConfigMap {
	return &core.ConfigMap{ObjectMeta: meta.ObjectMeta{Name: name, Labels: map[string]string{"app": name}}, Data: map[string]string{"a": value}}
}

func typed(ctx context.Context, t *tally, how string, client kubernetes.Interface) {
	maps := client.CoreV1().ConfigMaps(space)
	made, err := maps.Create(ctx, configMap("typed", "1"), meta.CreateOptions{})
	t.note(how+": create", err == nil && made.UID != "", err)
	_, err = maps.Create(ctx, configMap("typed", "1"), meta.CreateOptions{})
	t.note(how+": create twice", errors.IsAlreadyExists(err), err)
	made.Data["a"] = "2"
	changed, err := maps.Update(ctx, made, meta.UpdateOptions{})
	t.note(how+": update", err == nil && changed.Data["a"] == "2", err)
	_, err = maps.Update(ctx, made, meta.UpdateOptions{})
	t.note(how+": stale update", errors.IsConflict(err), err)
	patched, err := maps.Patch(ctx, "typed", types.StrategicMergePatchType, []byte(`{"data":{"b":"3"}}`), meta.PatchOptions{})
	t.note(how+": patch", err == nil && patched.Data["b"] == "3", err)
	page, err := maps.List(ctx, meta.ListOptions{Limit: 1})
	t.note(how+": list in pages", err == nil && len(page.Items) == 1 && page.Continue != "", err)
	_, err = maps.Create(ctx, configMap("Wrong_Name", "1"), meta.CreateOptions{})
	t.note(how+": validation", errors.IsInvalid(err), err)
	err = maps.Delete(ctx, "typed", meta.DeleteOptions{})
	t.note(how+": delete", err == nil, err)
	_, err = maps.Get(ctx, "typed", meta.GetOptions{})
	t.note(how+": not found", errors.IsNotFound(err), err)
}

// What handlers are told, as text.
func telling(told chan<- string, describe func(any) string) cache.ResourceEventHandler {
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    func(o any) { told <- "added " + describe(o) },
		UpdateFunc: func(_, o any) { told <- "updated " + describe(o) },
		DeleteFunc: func(o any) { told <- "deleted " + describe(o) },
	}
}

func next(ctx context.Context, told <-chan string) string {
	select {
	case event := <-told:
		return event
	case <-time.After(20 * time.Second):
		return "nothing"
	case <-ctx.Done():
		return "nothing"
	}
}

// Makes, changes and deletes an object, and listens to what an informer tells of it.
func lifeOf(ctx context.Context, t *tally, how string, client kubernetes.Interface, told <-chan string) {
	maps := client.CoreV1().ConfigMaps(space)
	for _, step := range []struct {
		want string
		do   func() error
	}{
		{"added seen", func() error { _, err := maps.Create(ctx, configMap("seen", "1"), meta.CreateOptions{}); return err }},
		{"updated seen", func() error { _, err := maps.Update(ctx, configMap("seen", "2"), meta.UpdateOptions{}); return err }},
		{"deleted seen", func() error { return maps.Delete(ctx, "seen", meta.DeleteOptions{}) }},
	} {
		err := step.do()
		got := next(ctx, told)
		t.note(how+": informer tells "+step.want, err == nil && got == step.want, fmt.Sprint(got, err))
	}
}

func informer(ctx context.Context, t *tally, how string, client kubernetes.Interface) {
	stop := make(chan struct{})
	defer close(stop)
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(space),
		informers.WithTweakListOptions(func(o *meta.ListOptions) { o.LabelSelector = "app" }))
	told := make(chan string, 100)
	maps := factory.Core().V1().ConfigMaps().Informer()
	maps.AddEventHandler(telling(told, func(o any) string { return o.(*core.ConfigMap).Name }))
	factory.Start(stop)
	t.note(how+": informer syncs", cache.WaitForCacheSync(ctx.Done(), maps.HasSynced), "")
	lifeOf(ctx, t, how, client, told)
}

func dynamically(ctx context.Context, t *tally, how string, config *rest.Config) {
	stop := make(chan struct{})
	defer close(stop)
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(dynamic.NewForConfigOrDie(config), 0, space,
		func(o *meta.ListOptions) { o.LabelSelector = "app" })
	told := make(chan string, 100)
	maps := factory.ForResource(schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}).Informer()
	maps.AddEventHandler(telling(told, func(o any) string { return o.(meta.Object).GetName() }))
	factory.Start(stop)
	t.note("dynamic, "+how+": informer syncs", cache.WaitForCacheSync(ctx.Done(), maps.HasSynced), "")
	lifeOf(ctx, t, "dynamic, "+how, kubernetes.NewForConfigOrDie(config), told)
}

func metadataOnly(ctx context.Context, t *tally, config *rest.Config) {
	list, err := metadata.NewForConfigOrDie(config).Resource(schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}).
		Namespace(space).List(ctx, meta.ListOptions{})
	t.note("metadata only", err == nil && len(list.Items) > 0 && list.Items[0].Name != "", err)
}

func apply(ctx context.Context, t *tally, client kubernetes.Interface) {
	maps := client.CoreV1().ConfigMaps(space)
	stated := func(value string) *v1.ConfigMapApplyConfiguration {
		return v1.ConfigMap("applied", space).WithData(map[string]string{"a": value})
	}
	_, err := maps.Apply(ctx, stated("1"), meta.ApplyOptions{FieldManager: "first"})
	t.note("apply", err == nil, err)
	_, err = maps.Apply(ctx, stated("2"), meta.ApplyOptions{FieldManager: "second"})
	t.note("apply with a conflict", errors.IsConflict(err) && strings.Contains(err.Error(), `conflict with "first"`), err)
	forced, err := maps.Apply(ctx, stated("2"), meta.ApplyOptions{FieldManager: "second", Force: true})
	t.note("apply by force", err == nil && forced.Data["a"] == "2", err)
	extracted, err := v1.ExtractConfigMap(forced, "second")
	t.note("what a manager applied can be extracted", err == nil && extracted.Data["a"] == "2", err)
}

func leads(ctx context.Context, t *tally, client kubernetes.Interface) {
	lock := &resourcelock.LeaseLock{LeaseMeta: meta.ObjectMeta{Name: "leader", Namespace: space}, Client: client.CoordinationV1(),
		LockConfig: resourcelock.ResourceLockConfig{Identity: "me"}}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	led := false
	leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{Lock: lock, LeaseDuration: 6 * time.Second, RenewDeadline: 4 * time.Second,
		RetryPeriod: time.Second, ReleaseOnCancel: true, Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(context.Context) { led = true; cancel() },
			OnStoppedLeading: func() {}}})
	t.note("leader election", led, "")
}

func finish(t *tally, file string) {
	if file != "" {
		line, _ := json.Marshal(t)
		out, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			panic(err)
		}
		defer out.Close()
		fmt.Fprintln(out, string(line))
	}
	fmt.Printf("client-go %s: %d passed, %d failed\n", t.Version, t.Passed, len(t.Failed))
	if len(t.Failed) > 0 {
		os.Exit(1)
	}
}
